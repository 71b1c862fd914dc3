import { and, eq, isNull, ne } from "drizzle-orm";
import { z } from "zod";
import { accessLinks, people } from "@/db/schema/people.ts";
import { endOtherSessions } from "@/lib/auth/sessions.ts";
import { defineUseCase, Refusal } from "../define-use-case.ts";
import { requireAdministrator } from "../profiles/require-administrator.ts";
import { requireManageable } from "./guard-person.ts";
import { rowId } from "./person-fields.ts";

/** Enables or disables a person. Disabling ends every session and link of theirs. */
export const setPersonActive = defineUseCase({
  name: "set-person-active",
  permission: "people",
  input: z.object({ id: rowId, active: z.boolean() }),
  async run({ actor, input, tx, audit, now }) {
    const person = await requireManageable(tx, actor, input.id);
    if (person.id === actor.personId)
      throw new Refusal({
        kind: "refused",
        message:
          "Você não pode desativar o seu próprio usuário. Solicite a outro usuário com essa permissão.",
      });
    // Of two who do it at once the second finds it done, and leaves no second row in the audit log.
    const changed = await tx
      .update(people)
      .set({ active: input.active })
      .where(and(eq(people.id, input.id), ne(people.active, input.active)))
      .returning({ id: people.id });
    if (changed.length === 0) return { id: input.id };
    if (!input.active) {
      await endOtherSessions(tx, input.id, null, now);
      await tx
        .update(accessLinks)
        .set({ usedAt: now })
        .where(and(eq(accessLinks.personId, input.id), isNull(accessLinks.usedAt)));
    }
    await requireAdministrator(tx);
    await audit({
      organizationId: person.organizationId,
      subjectType: "person",
      subjectId: input.id,
      summary: `Usuário “${person.name}” ${input.active ? "reativado" : "desativado"}`,
    });
    return { id: input.id };
  },
});
