import { eq } from "drizzle-orm";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { useDatabase } from "@/db/current-database.ts";
import { people, profiles, sessions } from "@/db/schema/people.ts";
import { makePerson } from "@/e2e/support/people-fixture.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import {
  endSession,
  hashSessionId,
  readSession,
  type SignedInActor,
  startSession,
} from "./sessions.ts";
import { checkSessions, watchSession } from "./watch-session.ts";

const database = await createTestDatabase();
const { db } = database;
beforeEach(() => useDatabase(database));
afterAll(() => database.close());

// Somebody who can adjust profiles always remains: the others here may be disabled.
await makePerson(database, { organizationId: null });

const now = new Date("2026-11-23T12:00:00Z");
const hours = (count: number) => new Date(now.getTime() + count * 3_600_000);

async function signIn(): Promise<SignedInActor> {
  const actor = await makePerson(database, { organizationId: null, permissions: ["view", "logs"] });
  const sid = await startSession(db, {
    personId: actor.personId,
    version: 1,
    address: "",
    device: "",
    now,
  });
  return (await readSession(db, hashSessionId(sid), now))!;
}
const lastSeen = async (actor: SignedInActor) =>
  (await db.select().from(sessions).where(eq(sessions.idHash, actor.sessionHash)))[0]!.lastSeenAt;

const LOSSES: Record<string, (actor: SignedInActor) => Promise<unknown>> = {
  "the session ends": (actor) => endSession(db, actor.sessionHash, now),
  "the person is disabled": (actor) =>
    db.update(people).set({ active: false }).where(eq(people.id, actor.personId)),
  "the permission is taken away": (actor) =>
    db
      .update(profiles)
      .set({ permissions: ["view"] })
      .where(eq(profiles.id, actor.profileId)),
};

test.each(Object.keys(LOSSES))("what runs ends when %s, and nobody else's does", async (name) => {
  const [loser, other] = [await signIn(), await signIn()];
  const ends = { loser: vi.fn(), other: vi.fn() };
  const forget = [watchSession(loser, "logs", ends.loser), watchSession(other, "logs", ends.other)];
  await checkSessions(now);
  expect(ends.loser).not.toHaveBeenCalled();
  await LOSSES[name]!(loser);
  await checkSessions(now);
  expect(ends.loser).toHaveBeenCalledOnce();
  expect(ends.other).not.toHaveBeenCalled();
  for (const each of forget) each();
});

test("three hundred things that run are one question to the database", async () => {
  const actor = await signIn();
  const forget = Array.from({ length: 300 }, () => watchSession(actor, "view", () => undefined));
  const asked = vi.spyOn(db, "select");
  await checkSessions(now);
  expect(asked).toHaveBeenCalledOnce();
  asked.mockRestore();
  for (const each of forget) each();
});

test("a look keeps no idle session alive, nor does a page that reads by itself", async () => {
  const actor = await signIn();
  const end = vi.fn();
  const forget = watchSession(actor, "view", end);
  for (let hour = 1; hour < 8; hour++) {
    await checkSessions(hours(hour));
    expect(await readSession(db, actor.sessionHash, hours(hour), "unattended")).not.toBeNull();
  }
  expect(await lastSeen(actor)).toEqual(now);
  expect(end).not.toHaveBeenCalled();
  await checkSessions(hours(8.1));
  expect(end).toHaveBeenCalledOnce();
  forget();
});

test("a database that is away for a moment ends nothing, one that stays away everything", async () => {
  const actor = await signIn();
  const end = vi.fn();
  const forget = watchSession(actor, "view", end);
  const away = vi.spyOn(db, "select").mockImplementation((() => {
    throw new Error("connection lost");
  }) as never);
  await checkSessions(now);
  await checkSessions(now);
  expect(end).not.toHaveBeenCalled();
  await checkSessions(now);
  expect(end).toHaveBeenCalledOnce();
  away.mockRestore();
  forget();
});
