import { eq } from "drizzle-orm";
import type { OpenDatabase } from "@/db/client.ts";
import { organizations, people, profiles } from "@/db/schema/people.ts";
import { hashPassword } from "@/lib/auth/passwords.ts";
import { type Actor, PERMISSIONS, type Permission } from "@/lib/core/permissions.ts";

/** The password of everybody a fixture makes. */
export const FIXTURE_PASSWORD = "uma frase de teste";

let number = 0;
let passwordHash: Promise<string> | undefined;

/** A client of the test's own. */
export async function makeOrganization(
  { db }: OpenDatabase,
  values: { active?: boolean; timeZone?: string } = {},
): Promise<number> {
  const [row] = await db
    .insert(organizations)
    .values({ name: `Rede de Teste ${++number}`, ...values })
    .returning({ id: organizations.id });
  if (!row) throw new Error("no organization");
  return row.id;
}

/** A profile with exactly these permissions; agents' profiles see every client. */
export async function makeProfile(
  { db }: OpenDatabase,
  allOrganizations: boolean,
  permissions: readonly Permission[],
): Promise<number> {
  const [row] = await db
    .insert(profiles)
    .values({
      name: `Perfil de teste ${++number}`,
      allOrganizations,
      permissions: [...permissions],
    })
    .returning({ id: profiles.id });
  if (!row) throw new Error("no profile");
  return row.id;
}

/** A person with a password, and the actor they are when signed in. */
export async function makePerson(
  database: OpenDatabase,
  options: {
    organizationId: number | null;
    permissions?: readonly Permission[];
    profileId?: number;
    name?: string;
  },
): Promise<Actor> {
  const profileId =
    options.profileId ??
    (await makeProfile(
      database,
      options.organizationId === null,
      options.permissions ?? PERMISSIONS,
    ));
  const [profile] = await database.db.select().from(profiles).where(eq(profiles.id, profileId));
  passwordHash ??= hashPassword(FIXTURE_PASSWORD);
  const [person] = await database.db
    .insert(people)
    .values({
      name: options.name ?? `Pessoa ${++number}`,
      email: `pessoa${++number}@loja.test`,
      profileId,
      organizationId: options.organizationId,
      passwordHash: await passwordHash,
    })
    .returning();
  if (!person || !profile) throw new Error("no person");
  return {
    personId: person.id,
    name: person.name,
    email: person.email,
    profileId,
    profileName: profile.name,
    permissions: new Set(PERMISSIONS.filter((one) => profile.permissions.includes(one))),
    organizationId: options.organizationId,
    timeZone: "America/Sao_Paulo",
  };
}
