import { eq } from "drizzle-orm";
import type { Database } from "@/db/client.ts";
import { people } from "@/db/schema/people.ts";
import { limitSignIns } from "@/lib/auth/limit-sign-ins.ts";
import { verifyPassword } from "@/lib/auth/passwords.ts";
import type { Actor } from "@/lib/core/permissions.ts";
import { Refusal } from "../define-use-case.ts";

/**
 * Asks the person for their own password again, before what an unattended screen must not allow.
 * Guesses are counted as at sign-in. It goes
 * before the act's transaction: a refusal rolls that back, and the count must stay.
 */
export async function confirmPassword(
  db: Database,
  actor: Actor,
  password: string,
  field: string,
): Promise<void> {
  const limit = limitSignIns(db, `confirm:${actor.personId}`, "");
  const taken = await limit.take();
  if (!taken.allowed) {
    const message = "Muitas tentativas com senha errada. Aguarde alguns minutos.";
    throw new Refusal({ kind: "refused", message, fields: { [field]: message } });
  }
  const [person] = await db
    .select({ passwordHash: people.passwordHash })
    .from(people)
    .where(eq(people.id, actor.personId));
  if (!(await verifyPassword(person?.passwordHash ?? null, password)))
    throw new Refusal({
      kind: "invalid",
      message: "Confira os campos indicados.",
      fields: { [field]: "A sua senha atual não confere." },
    });
  await limit.forgive();
}
