import { createHash, randomBytes } from "node:crypto";
import { and, eq, inArray, isNull, lt, ne, sql } from "drizzle-orm";
import type { Database, Queryable } from "@/db/client.ts";
import { organizations, people, profiles, sessions } from "@/db/schema/people.ts";
import { type Actor, PERMISSIONS } from "@/lib/core/permissions.ts";
import { IDLE_HOURS, SESSION_HOURS } from "./session-cookie.ts";

/** An {@link Actor} together with the session that proves it. */
export interface SignedInActor extends Actor {
  sessionHash: string;
}

const HOUR = 3_600_000;
const NOTE_EVERY = 60_000;
const SUPPORT_TIME_ZONE = "America/Sao_Paulo";

/** What is kept of an identifier: nobody who reads the table can sign in with it. */
export function hashSessionId(sessionId: string): string {
  return createHash("sha256").update(sessionId).digest("hex");
}

/** Begins a session and returns the identifier for the cookie, which is kept nowhere else. */
export async function startSession(
  db: Queryable,
  begin: { personId: number; version: number; address: string; device: string; now: Date },
): Promise<string> {
  const sessionId = randomBytes(32).toString("base64url");
  const { now, ...rest } = begin;
  await db
    .insert(sessions)
    .values({ ...rest, idHash: hashSessionId(sessionId), createdAt: now, lastSeenAt: now });
  return sessionId;
}

/**
 * The person of a session as they are now: null once it was ended, ran out, or the person or
 * organization is disabled. Asked for `unattended` (a page that reads by itself), it stays as idle
 * as it was.
 */
export async function readSession(
  db: Database,
  sessionHash: string,
  now: Date,
  unattended?: "unattended",
): Promise<SignedInActor | null> {
  const [row] = await selectSessions(db, [sessionHash]);
  const actor = row ? actorOf(row, now) : null;
  if (actor && row && unattended === undefined && unseenFor(row, now) > NOTE_EVERY)
    await db
      .update(sessions)
      .set({ lastSeenAt: now })
      .where(and(eq(sessions.idHash, sessionHash), lt(sessions.lastSeenAt, now)));
  return actor;
}

/**
 * The people of several sessions as they are now, by the session's hash; those that ended are
 * missing. It keeps no session alive: who asks is not the person.
 */
export async function readOpenSessions(
  db: Queryable,
  sessionHashes: readonly string[],
  now: Date,
): Promise<Map<string, SignedInActor>> {
  const rows = await selectSessions(db, sessionHashes);
  const actors = rows.flatMap((row) => actorOf(row, now) ?? []);
  return new Map(actors.map((actor) => [actor.sessionHash, actor]));
}

const selectSessions = (db: Queryable, hashes: readonly string[]) =>
  db
    .select({ session: sessions, person: people, profile: profiles, organization: organizations })
    .from(sessions)
    .innerJoin(people, eq(people.id, sessions.personId))
    .innerJoin(profiles, eq(profiles.id, people.profileId))
    .leftJoin(organizations, eq(organizations.id, people.organizationId))
    .where(and(inArray(sessions.idHash, [...hashes]), isNull(sessions.endedAt)));

type SessionRow = Awaited<ReturnType<typeof selectSessions>>[number];

const unseenFor = ({ session }: SessionRow, now: Date) =>
  now.getTime() - session.lastSeenAt.getTime();

function actorOf(row: SessionRow, now: Date): SignedInActor | null {
  if (!row.person.active || row.session.version !== row.person.sessionVersion) return null;
  if (row.organization && !row.organization.active) return null;
  const { session, person, profile, organization } = row;
  if (now.getTime() - session.createdAt.getTime() > SESSION_HOURS * HOUR) return null;
  if (unseenFor(row, now) > IDLE_HOURS * HOUR) return null;
  return {
    personId: person.id,
    name: person.name,
    email: person.email,
    profileId: profile.id,
    profileName: profile.name,
    permissions: new Set(
      PERMISSIONS.filter((permission) => profile.permissions.includes(permission)),
    ),
    organizationId: person.organizationId,
    timeZone: organization?.timeZone ?? SUPPORT_TIME_ZONE,
    sessionHash: session.idHash,
  };
}

/** Ends one session; signing out twice does no harm. */
export async function endSession(db: Queryable, sessionHash: string, now: Date): Promise<void> {
  await db
    .update(sessions)
    .set({ endedAt: now })
    .where(and(eq(sessions.idHash, sessionHash), isNull(sessions.endedAt)));
}

/** Ends every session of a person except, where given, the one they are using. */
export async function endOtherSessions(
  db: Queryable,
  personId: number,
  keepHash: string | null,
  now: Date,
): Promise<void> {
  const [person] = await db
    .update(people)
    .set({ sessionVersion: sql`${people.sessionVersion} + 1` })
    .where(eq(people.id, personId))
    .returning({ version: people.sessionVersion });
  await db
    .update(sessions)
    .set({ endedAt: now })
    .where(
      and(
        eq(sessions.personId, personId),
        isNull(sessions.endedAt),
        keepHash === null ? undefined : ne(sessions.idHash, keepHash),
      ),
    );
  if (keepHash !== null && person)
    await db.update(sessions).set({ version: person.version }).where(eq(sessions.idHash, keepHash));
}
