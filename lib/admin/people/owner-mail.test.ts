import { eq, sql } from "drizzle-orm";
import { afterAll, expect, test } from "vitest";
import { useDatabase } from "@/db/current-database.ts";
import { people } from "@/db/schema/people.ts";
import { makePerson } from "@/e2e/support/people-fixture.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { consumeAccessLink, createAccessPath } from "@/lib/auth/access-links.ts";
import { closeSender } from "@/lib/engine/queue.ts";
import { requestLinkMail } from "./request-owner-mail.ts";
import { updatePerson } from "./update-person.ts";

const database = await createTestDatabase();
useDatabase(database);
const { db } = database;
afterAll(async () => {
  await closeSender();
  await database.close();
});

const now = new Date("2026-11-23T12:00:00Z");
const mailsTo = async (email: string) =>
  (
    await db.execute<{ data: { subject: string; text: string } }>(
      sql`select data from pgboss.job where name = 'send-mail' and data ->> 'to' = ${email}`,
    )
  ).map(({ data }) => data);

test("whoever owns a link is told of its first use, and only of a use that took place", async () => {
  const person = await makePerson(database, { organizationId: null });
  const path = await createAccessPath(db, person.personId, now);
  const use = (password: string) =>
    consumeAccessLink(db, {
      token: path.split("/").at(-1) ?? "",
      password,
      address: "198.51.100.9",
      now,
      tell: (tx, owner) => requestLinkMail(tx, owner, { address: "198.51.100.9", now }),
    });
  expect(await use("12345678")).toMatchObject({ ok: false });
  expect(await mailsTo(person.email)).toEqual([]);
  await Promise.all([use("uma frase bem nova"), use("outra frase bem nova")]);
  const mails = await mailsTo(person.email);
  expect(mails).toHaveLength(1);
  expect(mails[0]?.text).toContain("198.51.100.9");
  expect(mails[0]?.text).not.toContain(path);
});

test("a mail that cannot be asked for undoes the use of the link", async () => {
  const person = await makePerson(database, { organizationId: null });
  const path = await createAccessPath(db, person.personId, now);
  const [before] = await db.select().from(people).where(eq(people.id, person.personId));
  await expect(
    consumeAccessLink(db, {
      token: path.split("/").at(-1) ?? "",
      password: "uma frase bem nova",
      address: "",
      now,
      tell: () => Promise.reject(new Error("no queue")),
    }),
  ).rejects.toThrow("no queue");
  const [after] = await db.select().from(people).where(eq(people.id, person.personId));
  expect(after?.passwordHash).toBe(before?.passwordHash);
});

test("another e-mail is told to the former address", async () => {
  const agent = await makePerson(database, { organizationId: null });
  const person = await makePerson(database, { organizationId: null });
  const change = (email: string) =>
    updatePerson(agent, {
      id: person.personId,
      name: person.name,
      email,
      profileId: person.profileId,
    });
  await change(person.email);
  expect(await mailsTo(person.email)).toEqual([]);
  await change("tomado@fora.test");
  expect(await mailsTo(person.email)).toMatchObject([
    { text: expect.stringContaining(agent.name) },
  ]);
  expect(await mailsTo("tomado@fora.test")).toEqual([]);
});
