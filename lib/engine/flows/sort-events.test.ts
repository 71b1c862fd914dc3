import { eq, sql } from "drizzle-orm";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { storeEvents } from "@/db/queries/events/events-write.ts";
import { events } from "@/db/schema/webhooks.ts";
import { HOSTILE_BODIES } from "@/e2e/hostile/hostile-json.ts";
import { makeEngine } from "@/e2e/support/engine-fixture.ts";
import { createFlowRuns, FLOW_KEYS, flowConnector, flowModule } from "@/e2e/support/flow-runs.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { multiCvEvents } from "@/lib/multi-cv/handle-events.ts";
import { closeSender } from "../queue.ts";
import type { EventHandler } from "./define-flow-module.ts";
import { handleEvents } from "./handle-events.ts";

const database = await createTestDatabase({ max: 10 });
const { db } = database;
const never = new AbortController().signal;
let of: { organizationId: number; integrationId: number };

beforeEach(async () => {
  const runs = await createFlowRuns(database);
  of = { organizationId: runs.of.organizationId, integrationId: runs.of.integrationId };
});
afterAll(async () => {
  await closeSender();
  await database.close();
});

const store = (...bodies: Array<string | Uint8Array>) =>
  storeEvents(
    database.sql,
    bodies.map((body, index) => ({
      ...of,
      endpointId: 1,
      source: "hub",
      name: "",
      contentType: "application/json",
      tenant: "",
      raw: typeof body === "string" ? new TextEncoder().encode(body) : body,
      dedupKey: `1:bytes:${index}`,
    })),
  );
const stored = () =>
  db.select().from(events).where(eq(events.integrationId, of.integrationId)).orderBy(events.id);

async function handle(keyOf: EventHandler["keyOf"] = multiCvEvents.keyOf): Promise<string[]> {
  const seen: string[] = [];
  const given = flowModule([], {
    events: { keyOf, handle: async (_ctx, { key }) => (seen.push(key), "Lida.") },
  });
  await handleEvents(
    await makeEngine(database, [flowConnector], { flowModules: [given], keys: FLOW_KEYS }),
    of,
    never,
  );
  return seen;
}

describe("what a stranger sends", () => {
  test("of any kind stops nothing that comes after it, and each has an end that is shown", async () => {
    await store(...HOSTILE_BODIES, new Uint8Array([255, 254, 0]), '{"idreserva":7}');
    expect(await handle()).toContain("cv:hub:7");
    const rows = await stored();
    expect(rows).toHaveLength(HOSTILE_BODIES.length + 2);
    expect(rows.filter(({ outcome, note }) => outcome === null || note === null)).toEqual([]);
    expect(rows.filter(({ view }) => view === null)).toEqual([]);
  });

  test("above the length of a view, with a NUL in it, is shown cut", async () => {
    await store(JSON.stringify({ idreserva: 7, texto: `\u0000${"x".repeat(9_000)}` }));
    expect(await handle()).toEqual(["cv:hub:7"]);
    const [row] = await stored();
    expect((row!.view as { cortado: string }).cortado).toHaveLength(4_000);
  });
});

test("one that the flow cannot read is set aside by itself, with what to do", async () => {
  await store('{"idreserva":1}', '{"idreserva":2}', '{"idreserva":3}');
  const seen = await handle((event) => {
    const key = multiCvEvents.keyOf(event);
    if (key === "cv:hub:2") throw new TypeError("the reader stumbles");
    return key;
  });
  expect(seen).toEqual(["cv:hub:1", "cv:hub:3"]);
  const [, second] = await stored();
  expect(second).toMatchObject({ outcome: "failed", attempts: 1 });
  expect(second?.note).toContain(`código ${second?.id} ao suporte`);
});

test("one that ended its process while it was looked at is found, and the others go on", async () => {
  await store('{"idreserva":1}', '{"idreserva":2}', '{"idreserva":3}');
  const [first, second, third] = await stored();
  // What processes left behind that died over a page, then over each message alone.
  const died = (id: number, times: number) =>
    db.execute(
      sql`update events set attempts = ${times} where integration_id = ${of.integrationId} and id = ${id}`,
    );
  await died(first!.id, 1);
  await died(second!.id, 3);
  await died(third!.id, 1);
  expect(await handle()).toEqual(["cv:hub:1", "cv:hub:3"]);
  expect((await stored()).map(({ outcome, attempts }) => [outcome, attempts])).toEqual([
    ["done", 1],
    ["failed", 3],
    ["done", 1],
  ]);
});

test("a page of long messages is read in stretches, in order", async () => {
  const long = (id: number) =>
    JSON.stringify({ idreserva: id, texto: "x".repeat(1024 * 1024 - 100) });
  await store(...Array.from({ length: 10 }, (_, index) => long(index + 1)));
  expect(await handle()).toEqual(Array.from({ length: 10 }, (_, index) => `cv:hub:${index + 1}`));
});
