import { z } from "zod";
import { organizations } from "@/db/schema/people.ts";
import { defineUseCase } from "../define-use-case.ts";
import { refuseDuplicate } from "../refuse-duplicate.ts";
import {
  ORGANIZATION_DUPLICATES,
  organizationName,
  refuseClientPeople,
  timeZone,
} from "./organization-input.ts";

/** Registers a client. */
export const createOrganization = defineUseCase({
  name: "create-organization",
  permission: "organizations",
  input: z.object({ name: organizationName, timeZone, active: z.boolean().default(true) }),
  async run({ actor, input, tx, audit }) {
    refuseClientPeople(actor);
    const [row] = await refuseDuplicate(ORGANIZATION_DUPLICATES, () =>
      tx.insert(organizations).values(input).returning({ id: organizations.id }),
    );
    if (!row) throw new Error("insert returned no row");
    await audit({
      organizationId: row.id,
      subjectType: "organization",
      subjectId: row.id,
      summary: `Cliente “${input.name}” cadastrado`,
    });
    return row;
  },
});
