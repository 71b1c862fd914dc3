import { eq } from "drizzle-orm";
import { afterAll, expect, test } from "vitest";
import { accessLinks, people, sessions } from "@/db/schema/people.ts";
import { makePerson } from "@/e2e/support/people-fixture.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { consumeAccessLink, createAccessPath, readAccessLink } from "./access-links.ts";
import { checkSignIn } from "./check-sign-in.ts";
import { ensureFirstPerson } from "./first-access.ts";

const database = await createTestDatabase();
const empty = await createTestDatabase();
const { db } = database;
afterAll(() => Promise.all([database.close(), empty.close()]));

const now = new Date("2026-11-23T12:00:00Z");
const later = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
const tokenOf = (path: string) => path.split("/").at(-1) ?? "";
const tell = () => Promise.resolve();
const use = (token: string, at = now) =>
  consumeAccessLink(db, { token, password: "minha frase nova", address: "", now: at, tell });

test("a link used by two at once serves one of them", async () => {
  const actor = await makePerson(database, { organizationId: null });
  const token = tokenOf(await createAccessPath(db, actor.personId, now));
  const results = await Promise.all([use(token), use(token), use(token)]);
  expect(results.filter((result) => result.ok)).toHaveLength(1);
  expect(await use(token)).toEqual({ ok: false, reason: "gone" });
});

test("a link is kept only as a hash, and lapses after 24 hours", async () => {
  const actor = await makePerson(database, { organizationId: null });
  const token = tokenOf(await createAccessPath(db, actor.personId, now));
  const rows = await db.select().from(accessLinks).where(eq(accessLinks.personId, actor.personId));
  expect(JSON.stringify(rows)).not.toContain(token);
  expect(await readAccessLink(db, token, later(23.9))).not.toBeNull();
  expect(await use(token, later(24.1))).toEqual({ ok: false, reason: "gone" });
});

test("a newer link ends the older one, and a disabled person's link is gone", async () => {
  const actor = await makePerson(database, { organizationId: null });
  const older = tokenOf(await createAccessPath(db, actor.personId, now));
  const newer = tokenOf(await createAccessPath(db, actor.personId, now));
  expect(await readAccessLink(db, older, now)).toBeNull();
  expect(await readAccessLink(db, newer, now)).toMatchObject({ email: actor.email });
  await db.update(people).set({ active: false }).where(eq(people.id, actor.personId));
  expect(await use(newer)).toEqual({ ok: false, reason: "gone" });
});

test("a weak password is refused with a sentence and the link stays good", async () => {
  const actor = await makePerson(database, { organizationId: null });
  const token = tokenOf(await createAccessPath(db, actor.personId, now));
  expect(
    await consumeAccessLink(db, { token, password: "12345678", address: "", now, tell }),
  ).toMatchObject({ ok: false, reason: "password" });
  expect(await use(token)).toMatchObject({ ok: true });
  expect(await db.select().from(sessions).where(eq(sessions.personId, actor.personId))).toEqual([]);
  expect(
    await checkSignIn(db, {
      email: actor.email,
      password: "minha frase nova",
      address: "",
      device: "",
      now,
    }),
  ).toMatchObject({ kind: "ok" });
});

test("the first person gets a link until somebody has a password, and then never again", async () => {
  const lost = await ensureFirstPerson(empty.db, "https://hub.example", now);
  const link = await ensureFirstPerson(empty.db, "https://hub.example", now);
  expect(link).toMatch(/^https:\/\/hub\.example\/acesso\/[\w-]{43}$/);
  expect(await readAccessLink(empty.db, tokenOf(lost ?? ""), now)).toBeNull();
  const identity = { name: "Ana Souza", email: "ana@loja.test" };
  expect(
    await consumeAccessLink(empty.db, {
      token: tokenOf(link ?? ""),
      password: "minha frase nova",
      address: "",
      now,
      identity,
      tell,
    }),
  ).toEqual({ ok: true, email: identity.email });
  expect(
    await empty.db
      .select({ name: people.name, email: people.email, organizationId: people.organizationId })
      .from(people),
  ).toEqual([{ ...identity, organizationId: null }]);
  expect(await ensureFirstPerson(empty.db, "https://hub.example", now)).toBeNull();
});
