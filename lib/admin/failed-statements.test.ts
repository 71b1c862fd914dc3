import { readdirSync } from "node:fs";
import path from "node:path";
import { inspect } from "node:util";
import { sql } from "drizzle-orm";
import { afterAll, expect, test } from "vitest";
import { asPerson } from "@/db/client.ts";
import { useDatabase } from "@/db/current-database.ts";
import { auditEvents, organizations } from "@/db/schema/people.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { makeWalkClient, makeWalker } from "@/e2e/support/walk-fixture.ts";
import { WALK } from "@/e2e/support/walk-table.ts";
import { PERMISSIONS } from "@/lib/core/permissions.ts";
import { syncCatalogue } from "@/lib/engine/sync-catalogue.ts";
import { CONNECTORS } from "@/lib/registry.ts";
import type { UseCase } from "./define-use-case.ts";

process.env.AUTH_SECRET ??= "a secret of the tests and of nothing else";
process.env.ENLACE_KEYS ??= `test:${Buffer.alloc(32, 7).toString("base64")}`;
const database = await createTestDatabase();
process.env.DATABASE_URL ??= database.url;
useDatabase(database);
const { db } = database;
await syncCatalogue(db, CONNECTORS);
afterAll(() => database.close());

const CANARY = "canario de parametro 77";
const shown = (error: unknown) =>
  `${inspect(error, { depth: 12, maxStringLength: null })} ${String((error as Error).stack)} ${JSON.stringify(error)}`;
async function failureOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error("it did not fail");
}

test.each([
  ["a value that is none", "22P02", () => db.execute(sql`select ${CANARY}::text::bigint`)],
  [
    "a duplicate",
    "23505",
    () =>
      db
        .insert(organizations)
        .values([{ name: CANARY }, { name: CANARY }])
        .returning(),
  ],
  [
    "a refusal of row-level security",
    "42501",
    () =>
      asPerson(db, 1, (tx) =>
        tx.insert(auditEvents).values({ personName: CANARY, action: "x", summary: CANARY }),
      ),
  ],
  [
    "what a trigger says at the commit",
    "P0001",
    () =>
      db.transaction(async (tx) => {
        await tx.execute(
          sql.raw(`create function refuse_late() returns trigger language plpgsql as $$
            begin raise exception 'no %', new.name using detail = new.name, hint = new.name; end $$`),
        );
        await tx.execute(
          sql`create constraint trigger late after insert on organizations deferrable initially deferred for each row execute function refuse_late()`,
        );
        await tx.insert(organizations).values({ name: CANARY });
      }),
  ],
  ["a statement that does not parse", "42601", () => db.execute(sql`selec ${CANARY}`)],
  ["a value of another type", "22P02", () => db.execute(sql`select ${CANARY}::text::integer`)],
])("%s tells no parameter, and by which code it was refused", async (_, code, work) => {
  const error = await failureOf(work());
  const { cause } = error as Error;
  expect((cause ?? error) as { code?: string }).toMatchObject({ code });
  expect(shown(error)).not.toContain(CANARY);
});

test("of every use-case that fails at its first statement, no error holds what was typed", async () => {
  const ids = await makeWalkClient(database, "smarket");
  const actor = await makeWalker(database, null, PERMISSIONS);
  const useCases: UseCase<unknown, unknown>[] = [];
  for (const file of readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".ts") || file.endsWith(".test.ts")) continue;
    const exported: Record<string, unknown> = await import(path.join(import.meta.dirname, file));
    for (const value of Object.values(exported))
      if (typeof value === "function" && "useCase" in value)
        useCases.push(value as UseCase<unknown, unknown>);
  }
  await db.execute(
    sql`revoke all on all tables in schema public from enlace_support, enlace_client`,
  );
  let failed = 0;
  for (const useCase of useCases) {
    const given = WALK[useCase.useCase.name]!.input(ids);
    for (const input of [given, plant(given)]) {
      const error: unknown = await useCase(actor, input).then(
        () => null,
        (thrown: unknown) => thrown,
      );
      if (error === null) continue;
      failed += 1;
      const text = shown(error);
      for (const secret of [CANARY, ids.marker])
        expect([useCase.useCase.name, text.includes(secret)]).toEqual([
          useCase.useCase.name,
          false,
        ]);
    }
  }
  console.log(`${failed} failures of ${useCases.length} use-cases looked at`);
  expect(failed).toBeGreaterThan(useCases.length / 2);
});

/** Every free text of an input with the canary in it. */
function plant(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plant);
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        key,
        typeof inner === "string" && /name|search|text|summary|description/i.test(key)
          ? `${inner} ${CANARY}`.trim()
          : plant(inner),
      ]),
    );
  return value;
}
