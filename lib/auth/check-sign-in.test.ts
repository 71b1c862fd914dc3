import { hash } from "@node-rs/argon2";
import { desc, eq } from "drizzle-orm";
import { afterAll, expect, test, vi } from "vitest";
import { openDatabase } from "@/db/client.ts";
import { auditEvents, organizations, people, sessions } from "@/db/schema/people.ts";
import { FIXTURE_PASSWORD, makeOrganization, makePerson } from "@/e2e/support/people-fixture.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { checkSignIn } from "./check-sign-in.ts";
import {
  TRIES_PER_ACCOUNT,
  TRIES_PER_ACCOUNT_AND_ADDRESS,
  TRIES_PER_ADDRESS,
} from "./limit-sign-ins.ts";
import { endOtherSessions, endSession, hashSessionId, readSession } from "./sessions.ts";

const database = await createTestDatabase();
const { db } = database;
afterAll(() => database.close());

const now = new Date("2026-11-23T12:00:00Z");
const hours = (count: number) => new Date(now.getTime() + count * 3_600_000);
let lastAddress = 0;
const newAddress = () => `198.51.100.${++lastAddress}`;
const tryIn = (email: string, password: string, address = newAddress()) =>
  checkSignIn(db, { email, password, address, device: "Firefox no Linux", now });

async function signedIn(options: { organizationId?: number | null } = {}) {
  const actor = await makePerson(database, { organizationId: options.organizationId ?? null });
  const result = await tryIn(actor.email.toUpperCase(), FIXTURE_PASSWORD);
  if (result.kind !== "ok") throw new Error("not signed in");
  return { actor, hash: hashSessionId(result.sessionId), sessionId: result.sessionId };
}

test("the right password begins a session, kept only as a hash", async () => {
  const { actor, hash: sessionHash, sessionId } = await signedIn();
  const [row] = await db.select().from(sessions).where(eq(sessions.personId, actor.personId));
  expect(row?.idHash).toBe(sessionHash);
  expect(JSON.stringify(row)).not.toContain(sessionId);
  expect(await readSession(db, sessionHash, now)).toMatchObject({
    personId: actor.personId,
    organizationId: null,
    timeZone: "America/Sao_Paulo",
  });
});

test("wrong e-mail, wrong password, disabled person and disabled client answer the same", async () => {
  const organizationId = await makeOrganization(database, { active: false });
  const known = await makePerson(database, { organizationId: null });
  const ofClosed = await makePerson(database, { organizationId });
  const disabled = await makePerson(database, { organizationId: null });
  await db.update(people).set({ active: false }).where(eq(people.id, disabled.personId));
  const answers = [
    await tryIn("ninguem@loja.test", FIXTURE_PASSWORD),
    await tryIn(known.email, "outra senha qualquer"),
    await tryIn(disabled.email, FIXTURE_PASSWORD),
    await tryIn(ofClosed.email, FIXTURE_PASSWORD),
  ];
  expect(answers).toEqual(answers.map(() => ({ kind: "refused" })));
});

test("what was typed as e-mail is not kept in the audit log", async () => {
  await tryIn("minha-senha-secreta@errado.test", "x");
  const [event] = await db.select().from(auditEvents).orderBy(desc(auditEvents.id)).limit(1);
  expect(event).toMatchObject({ action: "sign-in-refused", personId: null });
  expect(JSON.stringify(event)).not.toContain("minha-senha-secreta");
});

test("fifty wrong tries at once: no more than the limit are looked at", async () => {
  const actor = await makePerson(database, { organizationId: null });
  const address = newAddress();
  const results = await Promise.all(
    Array.from({ length: 50 }, () => tryIn(actor.email, "errada", address)),
  );
  expect(results.filter(({ kind }) => kind === "refused")).toHaveLength(
    TRIES_PER_ACCOUNT_AND_ADDRESS,
  );
  expect(await tryIn(actor.email, FIXTURE_PASSWORD, address)).toMatchObject({ kind: "throttled" });
  // The person at their own desk is not locked out by somebody else's guessing.
  expect(await tryIn(actor.email, FIXTURE_PASSWORD)).toMatchObject({ kind: "ok" });
});

test("one address cannot try account after account", async () => {
  const address = newAddress();
  for (let index = 0; index < TRIES_PER_ADDRESS; index++)
    await tryIn(`nome${index}@loja.test`, "errada", address);
  const actor = await makePerson(database, { organizationId: null });
  expect(await tryIn(actor.email, FIXTURE_PASSWORD, address)).toMatchObject({ kind: "throttled" });
});

test("an account cannot be guessed from ever new addresses, and its owner's own desk stays open", async () => {
  const actor = await makePerson(database, { organizationId: null });
  const desk = newAddress();
  expect(await tryIn(actor.email, FIXTURE_PASSWORD, desk)).toMatchObject({ kind: "ok" });
  const results = [];
  for (let index = 0; index < TRIES_PER_ACCOUNT + 5; index++)
    results.push(await tryIn(actor.email, "errada", `203.0.113.${index + 1}`));
  expect(results.filter(({ kind }) => kind === "refused")).toHaveLength(TRIES_PER_ACCOUNT);
  expect(await tryIn(actor.email, FIXTURE_PASSWORD, "203.0.113.200")).toMatchObject({
    kind: "throttled",
  });
  expect(await tryIn(actor.email, FIXTURE_PASSWORD, desk)).toMatchObject({ kind: "ok" });
});

test("all addresses of a /64 are one, and another /64 is another", async () => {
  const actor = await makePerson(database, { organizationId: null });
  const results = [];
  for (let index = 0; index < TRIES_PER_ACCOUNT_AND_ADDRESS + 3; index++)
    results.push(await tryIn(actor.email, "errada", `2001:db8:7:1::${index + 1}`));
  expect(results.filter(({ kind }) => kind === "refused")).toHaveLength(
    TRIES_PER_ACCOUNT_AND_ADDRESS,
  );
  expect(await tryIn(actor.email, FIXTURE_PASSWORD, "2001:db8:7:2::1")).toMatchObject({
    kind: "ok",
  });
  for (let index = 0; index < TRIES_PER_ADDRESS; index++)
    await tryIn(`rede${index}@loja.test`, "errada", `2001:db8:7:3::${index + 1}`);
  expect(await tryIn(actor.email, FIXTURE_PASSWORD, "2001:db8:7:3:ffff::1")).toMatchObject({
    kind: "throttled",
  });
});

test("a good sign-in forgives earlier slips", async () => {
  const actor = await makePerson(database, { organizationId: null });
  const address = newAddress();
  for (let round = 0; round < 3; round++) {
    for (let slip = 0; slip < TRIES_PER_ACCOUNT_AND_ADDRESS - 1; slip++)
      await tryIn(actor.email, "errada", address);
    expect(await tryIn(actor.email, FIXTURE_PASSWORD, address)).toMatchObject({ kind: "ok" });
  }
});

test("a hash with old parameters is renewed at sign-in", async () => {
  const actor = await makePerson(database, { organizationId: null });
  await db
    .update(people)
    .set({
      passwordHash: await hash(FIXTURE_PASSWORD, {
        algorithm: 2,
        memoryCost: 8192,
        timeCost: 1,
        parallelism: 1,
      }),
    })
    .where(eq(people.id, actor.personId));
  await tryIn(actor.email, FIXTURE_PASSWORD);
  const [row] = await db.select().from(people).where(eq(people.id, actor.personId));
  expect(row?.passwordHash).toContain("m=19456,t=2,p=1");
  expect(await tryIn(actor.email, FIXTURE_PASSWORD)).toMatchObject({ kind: "ok" });
});

test("a session ends after 8 idle hours, and after 24 hours however busy", async () => {
  const idle = await signedIn();
  expect(await readSession(db, idle.hash, hours(7.9))).not.toBeNull();
  expect(await readSession(db, idle.hash, hours(7.9 + 8.1))).toBeNull();
  const busy = await signedIn();
  for (let hour = 4; hour < 24; hour += 4)
    expect(await readSession(db, busy.hash, hours(hour))).not.toBeNull();
  expect(await readSession(db, busy.hash, hours(24.1))).toBeNull();
});

test("leaving, disabling the person, and disabling the client each end the session at the next request", async () => {
  const left = await signedIn();
  await endSession(db, left.hash, now);
  expect(await readSession(db, left.hash, now)).toBeNull();

  const disabled = await signedIn();
  await db.update(people).set({ active: false }).where(eq(people.id, disabled.actor.personId));
  expect(await readSession(db, disabled.hash, now)).toBeNull();

  const organizationId = await makeOrganization(database);
  const ofClient = await signedIn({ organizationId });
  expect(await readSession(db, ofClient.hash, now)).toMatchObject({ organizationId });
  await db.update(organizations).set({ active: false }).where(eq(organizations.id, organizationId));
  expect(await readSession(db, ofClient.hash, now)).toBeNull();
});

test("a new password ends every session but the one it was changed in", async () => {
  const { actor, hash: kept } = await signedIn();
  const other = await tryIn(actor.email, FIXTURE_PASSWORD);
  if (other.kind !== "ok") throw new Error("not signed in");
  await endOtherSessions(db, actor.personId, kept, now);
  expect(await readSession(db, kept, now)).not.toBeNull();
  expect(await readSession(db, hashSessionId(other.sessionId), now)).toBeNull();
});

test("however many try, one limiter a process keeps a timer", async () => {
  const timers = vi.spyOn(globalThis, "setTimeout");
  const fresh = openDatabase(database.url, { max: 2 });
  for (let count = 0; count < 20; count++)
    await checkSignIn(fresh.db, {
      email: `tentativa-${count}@loja.test`,
      password: "x",
      address: newAddress(),
      device: "",
      now,
    });
  // The limiter's own clearing; connections have timers of other lengths.
  const clearing = timers.mock.calls.filter(([, ms]) => ms === 300_000);
  expect(clearing).toHaveLength(1);
  timers.mockRestore();
  await fresh.close();
});
