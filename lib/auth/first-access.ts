import { and, asc, eq, isNotNull, sql } from "drizzle-orm";
import type { Database } from "@/db/client.ts";
import { readNow } from "@/db/queries/now.ts";
import { people, profiles } from "@/db/schema/people.ts";
import { createAccessPath } from "./access-links.ts";

const FIRST_PERSON = { name: "Primeiro acesso", email: "administrador@enlace.invalid" };

/**
 * The one-time link of the first person while nobody has ever set a password, else null. Started again
 * before the link was used, it makes a new one for the same person: a lost terminal locks nobody out.
 */
export async function ensureFirstPerson(
  db: Database,
  baseUrl: string,
  now?: Date,
): Promise<string | null> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(7300413)`);
    const [someone] = await tx
      .select({ id: people.id })
      .from(people)
      .where(isNotNull(people.passwordHash))
      .limit(1);
    if (someone) return null;
    const [profile] = await tx
      .select({ id: profiles.id })
      .from(profiles)
      .where(and(eq(profiles.allOrganizations, true), eq(profiles.shipped, true)))
      .orderBy(asc(profiles.id));
    if (!profile) throw new Error("the shipped profile of support agents is missing");
    const [existing] = await tx
      .select({ id: people.id })
      .from(people)
      .where(eq(people.email, FIRST_PERSON.email));
    const [person] = existing
      ? [existing]
      : await tx
          .insert(people)
          .values({ ...FIRST_PERSON, profileId: profile.id })
          .returning({ id: people.id });
    if (!person) throw new Error("the first person was not created");
    return new URL(
      await createAccessPath(tx, person.id, now ?? (await readNow(tx))),
      baseUrl,
    ).toString();
  });
}

/** Whether an address is the first person's, who still has to say who they are. */
export function isFirstPerson(email: string): boolean {
  return email === FIRST_PERSON.email;
}
