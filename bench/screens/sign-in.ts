import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { encode } from "next-auth/jwt";
import type { Database } from "@/db/client.ts";
import { people, profiles } from "@/db/schema/people.ts";
import { sessionCookieName } from "@/lib/auth/session-cookie.ts";
import { startSession } from "@/lib/auth/sessions.ts";

/** Makes a support agent with an open session; returns the Cookie header that proves it. */
export async function signInAgent(db: Database, secret: string): Promise<string> {
  const [profile] = await db
    .select()
    .from(profiles)
    .where(eq(profiles.allOrganizations, true))
    .limit(1);
  if (!profile) throw new Error("the shipped profiles are missing");
  const [person] = await db
    .insert(people)
    .values({
      profileId: profile.id,
      name: "Bench",
      email: `bench-${randomBytes(4).toString("hex")}@exemplo.test`,
    })
    .returning();
  if (!person) throw new Error("the person was not made");
  const sid = await startSession(db, {
    personId: person.id,
    version: person.sessionVersion,
    address: "::1",
    device: "bench",
    now: new Date(),
  });
  const name = sessionCookieName(false);
  return `${name}=${await encode({ token: { sid }, secret, salt: name, maxAge: 86_400 })}`;
}
