import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import postgres from "postgres";
import { afterAll, expect, test } from "vitest";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { migrateDatabase } from "./migrate.ts";

const database = await createTestDatabase();
afterAll(() => database.close());

let when = Date.UTC(2030, 0, 1);
/** A folder of migrations later than all that ran. */
function folderOf(statements: readonly string[]): string {
  const folder = mkdtempSync(path.join(tmpdir(), "enlace-migrations-"));
  mkdirSync(path.join(folder, "meta"));
  const entries = statements.map((statement, idx) => {
    const tag = `${idx}_step`;
    writeFileSync(path.join(folder, `${tag}.sql`), statement);
    return { idx, version: "7", when: ++when, tag, breakpoints: true };
  });
  writeFileSync(
    path.join(folder, "meta/_journal.json"),
    JSON.stringify({ version: "7", dialect: "postgresql", entries }),
  );
  return folder;
}
const tables = async () =>
  (
    await database.sql`select relname from pg_class where relname like 'step\\_%' and relkind = 'r' order by 1`
  ).map(({ relname }) => String(relname));

test("each migration stands by itself: what went before a failure stays, and goes on from there", async () => {
  const folder = folderOf(["create table step_a (id int)", "create table step_b (id nonsense)"]);
  await expect(migrateDatabase(database.url, { folder })).rejects.toMatchObject({ code: "42704" });
  expect(await tables()).toEqual(["step_a"]);
  writeFileSync(path.join(folder, "1_step.sql"), "create table step_b (id int)");
  await migrateDatabase(database.url, { folder });
  await migrateDatabase(database.url, { folder });
  expect(await tables()).toEqual(["step_a", "step_b"]);
});

test("of several at once one migrates and the others wait", async () => {
  const folder = folderOf(["create table step_c (id int)"]);
  await Promise.all(
    [1, 2, 3].map(() => migrateDatabase(database.url, { folder, say: () => undefined })),
  );
  expect(await tables()).toContain("step_c");
});

test("a migration that another process keeps for ever is given up with its pid", async () => {
  const other = postgres(database.url, {
    max: 1,
    connection: { application_name: "enlace-migrate" },
  });
  const [{ pid } = { pid: 0 }] = await other<{ pid: number }[]>`
    select pg_backend_pid() as pid from pg_advisory_lock(7300410)`;
  const said: string[] = [];
  await expect(
    migrateDatabase(database.url, { patienceMs: 0, say: (sentence) => said.push(sentence) }),
  ).rejects.toThrow(new RegExp(`pid ${pid}, enlace-migrate.*pg_terminate_backend`));
  await other.end();
});

test("a table in use is asked for again and again, and holds up nobody for long", async () => {
  const folder = folderOf(["alter table step_a add column more int"]);
  const reader = postgres(database.url, { max: 1 });
  const said: string[] = [];
  await reader.begin(async (tx) => {
    await tx`select * from step_a`;
    const migrating = migrateDatabase(database.url, {
      folder,
      say: (sentence) => said.push(sentence),
    });
    while (said.length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
    void migrating.then(() => said.push("done"));
  });
  while (said.at(-1) !== "done") await new Promise((resolve) => setTimeout(resolve, 50));
  await reader.end();
  expect(said[0]).toMatch(/em uso/);
}, 60_000);
