import { eq, sql } from "drizzle-orm";
import type { Database } from "@/db/client.ts";
import { auditEvents, organizations, people, sessions } from "@/db/schema/people.ts";
import { limitSignIns } from "./limit-sign-ins.ts";
import { networkOf } from "./network-of.ts";
import { hashPassword, needsRehash, verifyPassword } from "./passwords.ts";
import { startSession } from "./sessions.ts";

/** One try to sign in. */
export interface SignInAttempt {
  email: string;
  password: string;
  address: string;
  device: string;
  now: Date;
}

export type SignInResult =
  | { kind: "ok"; personId: number; sessionId: string }
  | { kind: "refused" }
  | { kind: "throttled"; waitSeconds: number };

/** Letters of an address mean the same in either case. */
export function foldEmail(email: string): string {
  return email.trim().toLowerCase();
}

/** Whether the account has signed in from this network before; asked for unknown accounts too. */
async function isKnownAddress(db: Database, email: string, address: string): Promise<boolean> {
  const rows = await db
    .selectDistinct({ address: sessions.address })
    .from(sessions)
    .innerJoin(people, eq(people.id, sessions.personId))
    .where(eq(sql`lower(${people.email})`, email))
    .limit(500);
  const network = networkOf(address);
  return network !== "" && rows.some((row) => networkOf(row.address) === network);
}

/**
 * Checks e-mail and password. A wrong e-mail, a wrong password, a disabled person and one who never used
 * their link give the same answer after the same work; only the audit log knows which it was.
 */
export async function checkSignIn(db: Database, attempt: SignInAttempt): Promise<SignInResult> {
  const email = foldEmail(attempt.email);
  const limit = limitSignIns(
    db,
    email,
    attempt.address,
    await isKnownAddress(db, email, attempt.address),
  );
  const taken = await limit.take();
  const [found] = await db
    .select({ person: people, organizationActive: organizations.active })
    .from(people)
    .leftJoin(organizations, eq(organizations.id, people.organizationId))
    .where(eq(sql`lower(${people.email})`, email));
  const note = (action: string, summary: string) =>
    db.insert(auditEvents).values({
      organizationId: found?.person.organizationId ?? null,
      personId: found?.person.id ?? null,
      personName: found?.person.name ?? "Desconhecido",
      action,
      subjectType: "person",
      subjectId: String(found?.person.id ?? ""),
      summary,
      address: attempt.address,
    });

  if (!taken.allowed) {
    if (taken.first)
      await note(
        "sign-in-throttled",
        "Entradas bloqueadas por excesso de tentativas deste endereço",
      );
    return { kind: "throttled", waitSeconds: taken.waitSeconds };
  }
  const right = await verifyPassword(found?.person.passwordHash ?? null, attempt.password);
  if (!right || !found?.person.active || found.organizationActive === false) {
    // What was typed is not kept: people type passwords into the wrong field.
    await note(
      "sign-in-refused",
      found
        ? right
          ? "Entrada recusada: usuário ou cliente inativo"
          : "Entrada recusada: senha errada"
        : "Entrada recusada: e-mail desconhecido",
    );
    return { kind: "refused" };
  }
  await limit.forgive();
  const { person } = found;
  const passwordHash =
    person.passwordHash && needsRehash(person.passwordHash)
      ? await hashPassword(attempt.password)
      : person.passwordHash;
  await db
    .update(people)
    .set({ lastSignInAt: attempt.now, passwordHash })
    .where(eq(people.id, person.id));
  const sessionId = await startSession(db, {
    personId: person.id,
    version: person.sessionVersion,
    address: attempt.address,
    device: attempt.device,
    now: attempt.now,
  });
  await note("sign-in", "Entrou no sistema");
  return { kind: "ok", personId: person.id, sessionId };
}
