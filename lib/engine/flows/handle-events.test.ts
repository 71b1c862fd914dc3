import { eq, sql } from "drizzle-orm";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { storeEvents } from "@/db/queries/events/events-write.ts";
import { events } from "@/db/schema/webhooks.ts";
import { integrations } from "@/db/schema/integrations.ts";
import { makeEngine, readJobs } from "@/e2e/support/engine-fixture.ts";
import {
  addEnvironment,
  createFlowRuns,
  FLOW_KEYS,
  flowConnector,
  flowModule,
} from "@/e2e/support/flow-runs.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { PartnerError } from "@/lib/core/errors.ts";
import type { Engine } from "../engine.ts";
import { dropPartitions, makePartitions } from "../partitions.ts";
import { closeSender } from "../queue.ts";
import { HANDLE_EVENTS } from "../queues.ts";
import type { EventHandler, EventGroup } from "./define-flow-module.ts";
import { handleEvents } from "./handle-events.ts";
import { repeatEvent } from "./repeat-event.ts";

const database = await createTestDatabase({ max: 10 });
const { db } = database;
const never = new AbortController().signal;
let of: { organizationId: number; integrationId: number };
let runs: Awaited<ReturnType<typeof createFlowRuns>>;

beforeEach(async () => {
  runs = await createFlowRuns(database);
  of = { organizationId: runs.of.organizationId, integrationId: runs.of.integrationId };
});
afterAll(async () => {
  await closeSender();
  await database.close();
});

const store = (...texts: string[]) =>
  storeEvents(
    database.sql,
    texts.map((text, index) => ({
      ...of,
      endpointId: 1,
      source: "hub",
      name: "",
      contentType: "application/json",
      tenant: "",
      raw: new TextEncoder().encode(text),
      dedupKey: `1:bytes:${text}:${index}`,
    })),
  );
const stored = () =>
  db.select().from(events).where(eq(events.integrationId, of.integrationId)).orderBy(events.id);
const keyOf: EventHandler["keyOf"] = ({ raw }) =>
  /"idreserva":(\d+)/.exec(new TextDecoder().decode(raw))?.[1] ?? null;
async function handle(
  work: (
    group: EventGroup,
    environments: Parameters<EventHandler["handle"]>[0]["environments"],
  ) => Promise<string>,
  more: Partial<Engine> = {},
  signal = never,
): Promise<void> {
  const given = flowModule([], {
    events: { keyOf, handle: (ctx, group) => work(group, ctx.environments) },
  });
  await handleEvents(
    await makeEngine(database, [flowConnector], { flowModules: [given], keys: FLOW_KEYS, ...more }),
    of,
    signal,
  );
}
const due = () =>
  db.execute(sql`update events set next_try_at = null where integration_id = ${of.integrationId}`);

test("messages about one subject are one piece of work, in the order of arrival; what speaks of nothing ends there", async () => {
  await store(
    '{"idreserva":7,"cpf":"529.982.247-25"}',
    '{"idreserva":8}',
    '{"idreserva":7,"idtransacao":2}',
    "lixo",
    "",
  );
  const seen: string[] = [];
  await handle(
    async ({ key, events: told }) => (seen.push(`${key}:${told.length}`), `Reserva ${key} lida.`),
  );
  expect(seen).toEqual(["7:2", "8:1"]);
  const rows = await stored();
  expect(rows.map(({ outcome, subjectKey, attempts }) => [outcome, subjectKey, attempts])).toEqual([
    ["done", "7", 1],
    ["done", "8", 1],
    ["done", "7", 1],
    ["ignored", null, 0],
    ["ignored", null, 0],
  ]);
  expect(rows[0]).toMatchObject({ note: "Reserva 7 lida.", view: { idreserva: 7, cpf: "•••" } });
  expect(rows.map(({ view }) => view).slice(3)).toEqual(["lixo", { vazio: true }]);
  await handle(async () => Promise.reject(new Error("nothing is left to do")));
});

test("a process that dies over a message leaves it waiting; one that kills every process is given up with a reason", async () => {
  await store('{"idreserva":1}');
  for (let died = 0; died < 8; died++) {
    const killed = new AbortController();
    await handle(
      async () => (killed.abort(), Promise.reject(killed.signal.reason)),
      {},
      killed.signal,
    ).catch(() => undefined);
    expect((await stored())[0]).toMatchObject({ processedAt: null, attempts: died + 1 });
  }
  await store('{"idreserva":2}');
  const seen: string[] = [];
  await handle(async ({ key }) => (seen.push(key), "ok"));
  expect(seen).toEqual(["2"]);
  expect((await stored()).map(({ outcome }) => outcome)).toEqual(["failed", "done"]);
});

describe("failures", () => {
  test("temporary: later, with a job of its own; then it goes through", async () => {
    await store('{"idreserva":1}');
    await handle(async () =>
      Promise.reject(new PartnerError("rate_limited", "Espere.", { retryAfterSeconds: 90 })),
    );
    const [row] = await stored();
    expect(row).toMatchObject({ processedAt: null, note: "Espere." });
    expect(row!.nextTryAt!.getTime() - Date.now()).toBeGreaterThan(85_000);
    expect(
      (await readJobs(database, HANDLE_EVENTS)).some(
        ({ data, inSeconds }) =>
          (data as unknown as typeof of).integrationId === of.integrationId && inSeconds > 80,
      ),
    ).toBe(true);
    await due();
    await handle(async () => "Lida.");
    expect((await stored())[0]).toMatchObject({ outcome: "done", attempts: 2 });
  });

  test("lasting ones end with their reason, stay visible, and a person has them handled again", async () => {
    await store('{"idreserva":1}', '{"idreserva":2}');
    await handle(async ({ key }) =>
      key === "1" ? Promise.reject(new PartnerError("settings", "Falta o mapeamento.")) : "ok",
    );
    const [row, other] = await stored();
    expect(row).toMatchObject({
      outcome: "failed",
      note: expect.stringContaining("Falta o mapeamento."),
    });
    expect(other).toMatchObject({ outcome: "done" });
    expect(await repeatEvent(db, { ...of, eventId: row!.id })).toBe(true);
    expect(await repeatEvent(db, { ...of, eventId: row!.id })).toBe(false);
    await handle(async () => "agora sim");
    expect((await stored())[0]).toMatchObject({ outcome: "done", note: "agora sim" });
  });

  test("refused credentials and a paused environment: nothing is lost, nothing counts as a try of a poison", async () => {
    await addEnvironment(database, runs.of, { code: "hub", baseUrl: "http://127.0.0.1:1" });
    await store('{"idreserva":1}');
    await handle(async (_notice, environments) => {
      await environments
        .byCode("hub")
        .http({ method: "POST", url: "http://127.0.0.1:1/" })
        .catch(() => undefined);
      throw new PartnerError("auth", "Recusado.");
    });
    await due();
    await handle(async (_notice, environments) => environments.byCode("hub").name);
    expect((await stored())[0]).toMatchObject({
      processedAt: null,
      note: expect.stringContaining("está pausado"),
    });
  });

  test("an inactive integration's messages wait", async () => {
    await db
      .update(integrations)
      .set({ active: false })
      .where(eq(integrations.id, of.integrationId));
    await store('{"idreserva":1}');
    await handle(async () => "não");
    expect((await stored())[0]).toMatchObject({
      processedAt: null,
      note: "A integração está inativa.",
      attempts: 0,
    });
  });
});

test("messages move into the partition of their day, go with it, and ids go on", async () => {
  const [first] = await store('{"idreserva":1}');
  await makePartitions(db, "events", new Date());
  expect(await db.execute(sql`select 1 from events_default`)).toHaveLength(0);
  const [second] = await store('{"idreserva":2}');
  expect(second!.id).toBeGreaterThan(first!.id);
  expect(
    await dropPartitions(db, "events", new Date(Date.now() + 40 * 86_400_000), 30),
  ).toBeGreaterThan(0);
  expect(await stored()).toHaveLength(0);
});
