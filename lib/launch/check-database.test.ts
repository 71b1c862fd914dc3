import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { afterAll, expect, inject, test } from "vitest";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { readMarker } from "@/db/queries/restore/instances.ts";
import { openDatabase } from "@/db/client.ts";
import { checkDatabase, checkPooler } from "./check-database.ts";

const database = await createTestDatabase();
const admin = postgres(inject("databaseServer"), {
  max: 1,
  database: new URL(database.url).pathname.slice(1),
  onnotice: () => undefined,
});
const roles: string[] = [];
afterAll(async () => {
  await admin.unsafe(roles.map((role) => `drop owned by ${role}; drop role ${role};`).join(" "));
  await admin.end();
  await database.close();
});

/** The database as an ordinary role reaches it. */
async function asRole(attributes: string, grants: readonly string[] = []): Promise<string> {
  const role = `check_${randomBytes(4).toString("hex")}`;
  roles.push(role);
  const name = new URL(database.url).pathname.slice(1);
  await admin.unsafe(`create role ${role} login ${attributes}`);
  for (const grant of grants)
    await admin.unsafe(grant.replace("ROLE", role).replace("DATABASE_NAME", name));
  const url = new URL(database.url);
  url.username = role;
  return url.toString();
}
const RIGHT = [
  "grant create on database DATABASE_NAME to ROLE",
  "grant create on schema public to ROLE",
  "grant enlace_support, enlace_client to ROLE with admin option",
];

test("a role with what it needs passes, and may ask where the database stands", async () => {
  const url = await asRole("", RIGHT);
  expect(await checkDatabase(url, 10)).toEqual([]);
  const own = openDatabase(url, { max: 1 });
  expect(await readMarker(own.db)).toMatch(/^\d+:\d+$/);
  await own.close();
});

test.each([
  ["is a superuser", "superuser", RIGHT, /superusuário.*CREATE ROLE enlace/],
  ["bypasses row-level security", "bypassrls", RIGHT, /ignora a segurança por linha/],
  ["may not make schemas", "", RIGHT.slice(1), /GRANT CREATE ON DATABASE "?test_/],
  ["may not make tables", "", [RIGHT[0]!, RIGHT[2]!], /GRANT CREATE ON SCHEMA public TO check_/],
  ["may not take the two roles", "", RIGHT.slice(0, 2), /GRANT enlace_support, enlace_client/],
] as const)("a role that %s is told the remedy", async (_what, attributes, grants, sentence) => {
  const [problem] = await checkDatabase(await asRole(attributes, grants), 10);
  expect(problem).toMatch(sentence);
});

test("a pool larger than the server is told by its name", async () => {
  const [problem] = await checkDatabase(await asRole("", RIGHT), 400);
  expect(problem).toMatch(/DATABASE_POOL=400 pede até 1172 conexões/);
});

test.each([
  ["hands the same session to both", [7, 7, 7], true],
  ["hands another session out the next time", [7, 8, 9], true],
  ["is absent", [7, 8, 7], false],
])("a pooler that %s", async (_what, pids, found) => {
  const ask = async () => [{ pid: pids.shift() }];
  expect(await checkPooler(ask, ask)).toHaveLength(found ? 1 : 0);
});

test("a pooler in transaction mode is found through one connection shared by two", async () => {
  const shared = async (query: string) => [...(await admin.unsafe(query))];
  expect((await checkPooler(shared, shared))[0]).toMatch(/pool_mode = session/);
});
