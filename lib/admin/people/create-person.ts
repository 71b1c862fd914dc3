import { eq } from "drizzle-orm";
import { z } from "zod";
import { organizations, people } from "@/db/schema/people.ts";
import { createAccessPath } from "@/lib/auth/access-links.ts";
import { defineUseCase, Refusal } from "../define-use-case.ts";
import { refuseDuplicate } from "../refuse-duplicate.ts";
import { requireGrantable } from "./guard-person.ts";
import { email, personName, rowId } from "./person-fields.ts";

/** Sentence for an e-mail that somebody has already. */
export const PERSON_DUPLICATES = {
  people_one_per_email: { field: "email", message: "Já existe um usuário com este e-mail." },
};

/** Registers a person and returns the path of the one-time link by which they choose a password. */
export const createPerson = defineUseCase({
  name: "create-person",
  permission: "people",
  input: z.object({ name: personName, email, profileId: rowId, organizationId: rowId.nullable() }),
  async run({ actor, input, tx, audit, now }) {
    // A client's people register colleagues only, whatever the request says.
    const organizationId = actor.organizationId ?? input.organizationId;
    const profile = await requireGrantable(tx, actor, input.profileId, organizationId);
    if (organizationId !== null) {
      const [client] = await tx
        .select({ id: organizations.id })
        .from(organizations)
        .where(eq(organizations.id, organizationId));
      if (!client)
        throw new Refusal({
          kind: "invalid",
          message: "Confira os campos indicados.",
          fields: { organizationId: "Escolha um cliente da lista." },
        });
    }
    const [person] = await refuseDuplicate(PERSON_DUPLICATES, () =>
      tx
        .insert(people)
        .values({ name: input.name, email: input.email, profileId: profile.id, organizationId })
        .returning({ id: people.id }),
    );
    if (!person) throw new Error("insert returned no row");
    const path = await createAccessPath(tx, person.id, now);
    await audit({
      organizationId,
      subjectType: "person",
      subjectId: person.id,
      summary: `Usuário “${input.name}” cadastrado com o perfil “${profile.name}”`,
    });
    return { id: person.id, path };
  },
});
