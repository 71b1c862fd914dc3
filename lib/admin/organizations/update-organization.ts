import { eq } from "drizzle-orm";
import { z } from "zod";
import { findOrganization } from "@/db/queries/people/organizations.ts";
import { organizations } from "@/db/schema/people.ts";
import { defineUseCase, notFound } from "../define-use-case.ts";
import { rowId } from "../people/person-fields.ts";
import { refuseDuplicate } from "../refuse-duplicate.ts";
import {
  ORGANIZATION_DUPLICATES,
  organizationName,
  refuseClientPeople,
  timeZone,
} from "./organization-input.ts";

/** Changes a client. Inactive: its people's sessions end at their next request. */
export const updateOrganization = defineUseCase({
  name: "update-organization",
  permission: "organizations",
  input: z.object({ id: rowId, name: organizationName, timeZone, active: z.boolean() }),
  async run({ actor, input, tx, audit }) {
    refuseClientPeople(actor);
    const { id, ...values } = input;
    const before = (await findOrganization(tx, id)) ?? notFound("Cliente não encontrado.");
    await refuseDuplicate(ORGANIZATION_DUPLICATES, () =>
      tx.update(organizations).set(values).where(eq(organizations.id, id)),
    );
    const changes = Object.fromEntries(
      (["name", "timeZone", "active"] as const)
        .filter((key) => before[key] !== values[key])
        .map((key) => [key, { from: before[key], to: values[key] }]),
    );
    await audit({
      organizationId: id,
      subjectType: "organization",
      subjectId: id,
      summary: `Cliente “${input.name}” alterado`,
      changes,
    });
    return { id };
  },
});
