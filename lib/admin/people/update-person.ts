import { eq } from "drizzle-orm";
import { z } from "zod";
import { people } from "@/db/schema/people.ts";
import { defineUseCase, Refusal } from "../define-use-case.ts";
import { requireAdministrator } from "../profiles/require-administrator.ts";
import { refuseDuplicate } from "../refuse-duplicate.ts";
import { PERSON_DUPLICATES } from "./create-person.ts";
import { requireGrantable, requireManageable } from "./guard-person.ts";
import { email, personName, rowId } from "./person-fields.ts";
import { requestNewEmailMail } from "./request-owner-mail.ts";

/** Changes name, e-mail and profile. The client stays: a person never moves from one to another. */
export const updatePerson = defineUseCase({
  name: "update-person",
  permission: "people",
  input: z.object({ id: rowId, name: personName, email, profileId: rowId }),
  async run({ actor, input, tx, audit }) {
    const before = await requireManageable(tx, actor, input.id);
    if (before.id === actor.personId && before.profileId !== input.profileId) {
      const message =
        "Você não pode alterar o seu próprio perfil. Solicite a outro usuário com essa permissão.";
      throw new Refusal({ kind: "refused", message, fields: { profileId: message } });
    }
    if (before.profileId !== input.profileId)
      await requireGrantable(tx, actor, input.profileId, before.organizationId);
    await refuseDuplicate(PERSON_DUPLICATES, () =>
      tx
        .update(people)
        .set({ name: input.name, email: input.email, profileId: input.profileId })
        .where(eq(people.id, input.id)),
    );
    await requireAdministrator(tx);
    if (before.email !== input.email)
      await requestNewEmailMail(tx, { name: before.name, email: before.email }, actor.name);
    await audit({
      organizationId: before.organizationId,
      subjectType: "person",
      subjectId: input.id,
      summary: `Usuário “${input.name}” alterado`,
      changes: {
        name: before.name !== input.name,
        email: before.email !== input.email,
        profile:
          before.profileId === input.profileId
            ? undefined
            : { from: before.profileId, to: input.profileId },
      },
    });
    return { id: input.id };
  },
});
