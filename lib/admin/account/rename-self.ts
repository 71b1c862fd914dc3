import { eq } from "drizzle-orm";
import { z } from "zod";
import { people } from "@/db/schema/people.ts";
import { defineUseCase } from "../define-use-case.ts";
import { personName } from "../people/person-fields.ts";

/** Changes one's own name; e-mail and profile are changed by whoever manages people. */
export const renameSelf = defineUseCase({
  name: "rename-self",
  permission: null,
  input: z.object({ name: personName }),
  async run({ actor, input, tx, audit }) {
    await tx.update(people).set({ name: input.name }).where(eq(people.id, actor.personId));
    await audit({
      organizationId: actor.organizationId,
      subjectType: "person",
      subjectId: actor.personId,
      summary: "Alterou o próprio nome",
    });
    return { name: input.name };
  },
});
