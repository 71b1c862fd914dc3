import { sql } from "drizzle-orm";
import { afterAll, expect, test } from "vitest";
import { asPerson } from "@/db/client.ts";
import { appendLogLines } from "@/db/queries/logs/log-lines.ts";
import { readLogBounds, readLogRange } from "@/db/queries/logs/log-ranges.ts";
import { makeIntegration } from "@/e2e/support/make-integration.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { dropPartitions, makePartitions } from "./partitions.ts";

const database = await createTestDatabase();
afterAll(() => database.close());
const { db } = database;
const now = new Date("2026-03-10T12:00:00Z");
const partitions = async () =>
  (
    await db.execute<{ name: string }>(
      sql`select relname as name from pg_class where relname ~ '^log_lines_\\d{8}$' order by 1`,
    )
  ).map(({ name }) => name);

test("a week is made ahead, by two at once as by one", async () => {
  await Promise.all([makePartitions(db, "log_lines", now), makePartitions(db, "log_lines", now)]);
  expect(await partitions()).toEqual(
    ["10", "11", "12", "13", "14", "15", "16", "17"].map((day) => `log_lines_202603${day}`),
  );
});

test("lines that came before their partition are moved into it, readable all the while, and go with their day", async () => {
  const { organizationId, integrationId } = await makeIntegration(db);
  const scope = { organizationId, integrationId };
  const line = (at: string, text: string) => ({
    at: new Date(at),
    level: "info" as const,
    text,
    details: null,
    taskId: null,
    attempt: 0,
  });
  await appendLogLines(db, scope, [
    line("2025-12-01T23:59:59Z", "velha"),
    line("2026-03-09T10:00:00Z", "de ontem"),
    line("2026-03-10T10:00:00Z", "de hoje"),
  ]);
  await makePartitions(db, "log_lines", now);
  expect(await db.execute(sql`select 1 from log_lines_default`)).toHaveLength(0);
  expect((await readLogRange(db, { ...scope, from: 1, count: 9 })).map(({ text }) => text)).toEqual(
    ["velha", "de ontem", "de hoje"],
  );

  expect(await dropPartitions(db, "log_lines", now, 90)).toBe(1);
  expect(await readLogBounds(db, scope)).toEqual({ first: 2, last: 3 });
  await appendLogLines(db, scope, [line("2026-03-10T13:00:00Z", "nova")]);
  expect(
    (await readLogRange(db, { ...scope, from: 1, count: 9 })).map(({ number, text }) => [
      number,
      text,
    ]),
  ).toEqual([
    [2, "de ontem"],
    [3, "de hoje"],
    [4, "nova"],
  ]);
});

test("a client sees no foreign line, and reaches no partition around its policy", async () => {
  const other = await makeIntegration(db, "Outra rede");
  const seen = await asPerson(db, other.organizationId, (tx) =>
    tx.execute(sql`select 1 from log_lines`),
  );
  expect(seen).toHaveLength(0);
  for (const name of ["log_lines_default", "log_lines_20260310"]) {
    await expect(
      asPerson(db, other.organizationId, (tx) => tx.execute(sql.raw(`select 1 from ${name}`))),
    ).rejects.toMatchObject({ cause: { code: "42501" } });
  }
});
