import { eq } from "drizzle-orm";
import { z } from "zod";
import { people } from "@/db/schema/people.ts";
import { hashPassword, refusePassword } from "@/lib/auth/passwords.ts";
import { endOtherSessions } from "@/lib/auth/sessions.ts";
import { defineUseCase, Refusal } from "../define-use-case.ts";
import { confirmPassword } from "./confirm-password.ts";

/** Changes one's own password, knowing the present one. Every other session of the person ends. */
export const changeOwnPassword = defineUseCase({
  name: "change-own-password",
  permission: null,
  input: z.object({
    current: z.string().min(1, "Informe a senha atual.").max(1000),
    password: z.string().max(1000),
  }),
  async before({ actor, input, db }) {
    const sentence =
      refusePassword(input.password, actor) ??
      (input.password === input.current ? "A nova senha é igual à atual." : null);
    if (sentence)
      throw new Refusal({
        kind: "invalid",
        message: "Confira os campos indicados.",
        fields: { password: sentence },
      });
    await confirmPassword(db, actor, input.current, "current");
  },
  async run({ actor, input, tx, audit, now }) {
    await tx
      .update(people)
      .set({ passwordHash: await hashPassword(input.password) })
      .where(eq(people.id, actor.personId));
    await endOtherSessions(
      tx,
      actor.personId,
      "sessionHash" in actor ? String(actor.sessionHash) : null,
      now,
    );
    await audit({
      organizationId: actor.organizationId,
      subjectType: "person",
      subjectId: actor.personId,
      summary: "Alterou a própria senha",
    });
    return { done: true };
  },
});
