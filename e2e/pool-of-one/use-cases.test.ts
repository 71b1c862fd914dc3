import { readdirSync } from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { openDatabase } from "@/db/client.ts";
import { useDatabase } from "@/db/current-database.ts";
import { PoolInTransaction } from "@/db/transaction-scope.ts";
import type { Outcome, UseCase } from "@/lib/admin/define-use-case.ts";
import { PERMISSIONS } from "@/lib/core/permissions.ts";
import { closeListen } from "@/lib/engine/listen.ts";
import { closeSender } from "@/lib/engine/queue.ts";
import { syncCatalogue } from "@/lib/engine/sync-catalogue.ts";
import { CONNECTORS } from "@/lib/registry.ts";
import { createTestDatabase } from "../support/test-database.ts";
import { makeWalkClient, makeWalker } from "../support/walk-fixture.ts";
import { WALK } from "../support/walk-table.ts";

process.env.AUTH_SECRET ??= "a secret of the tests and of nothing else";
process.env.ENLACE_KEYS ??= `test:${Buffer.alloc(32, 7).toString("base64")}`;
const database = await createTestDatabase();
process.env.DATABASE_URL = database.url;
const single = openDatabase(database.url, { max: 1 });
useDatabase(database);
await syncCatalogue(database.db, CONNECTORS);
useDatabase(single);
afterAll(async () => {
  await closeListen();
  await closeSender();
  await single.close();
  await database.close();
});

const folder = path.resolve("lib/admin");
const found: UseCase<unknown, unknown>[] = [];
for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
  if (!file.endsWith(".ts") || file.endsWith(".test.ts")) continue;
  const exported: Record<string, unknown> = await import(path.join(folder, file));
  for (const value of Object.values(exported))
    if (typeof value === "function" && "useCase" in value)
      found.push(value as UseCase<unknown, unknown>);
}

/** What a use-case leaves to be done after its transaction: calls to partners, a body to send. */
async function finish(outcome: Outcome<unknown>): Promise<void> {
  if (!outcome.ok || typeof outcome.value !== "object" || outcome.value === null) return;
  const rest = outcome.value as {
    run?: (signal: AbortSignal) => Promise<unknown>;
    body?: AsyncIterable<unknown>;
  };
  await rest.run?.(AbortSignal.timeout(30_000)).catch((error: unknown) => {
    // Nobody answers at the fixture's addresses; what counts is that no connection is waited for.
    if ([error, (error as Error).cause].some((each) => each instanceof PoolInTransaction))
      throw error;
  });
  for await (const _piece of rest.body ?? []);
}

describe(`${found.length} use-cases with a pool of one connection`, () => {
  test.each(found.map((useCase) => [useCase.useCase.name, useCase] as const))(
    "%s needs no second",
    { timeout: 60_000 },
    async (name, useCase) => {
      const ids = await makeWalkClient(database, "smarket");
      const row = WALK[name]!;
      const actor = await makeWalker(
        database,
        row.agentsOnly ? null : ids.organizationId,
        PERMISSIONS,
      );
      const outcome = await useCase(actor, row.input(ids));
      await finish(outcome);
      expect(["ok", ...(row.reaches ?? [])]).toContain(outcome.ok ? "ok" : outcome.problem.kind);
    },
  );

  test("are all that the walk knows", () => {
    expect(found.map(({ useCase }) => useCase.name).toSorted()).toEqual(
      Object.keys(WALK).toSorted(),
    );
  });
});
