import { deflateSync, gzipSync } from "node:zlib";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { events, webhookEndpoints } from "@/db/schema/webhooks.ts";
import { type EndpointRow, updateEndpoint } from "@/db/queries/events/webhook-endpoints.ts";
import { HOSTILE_BODIES } from "@/e2e/hostile/hostile-json.ts";
import { createFlowRuns, FLOW_KEYS } from "@/e2e/support/flow-runs.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { claimEvents } from "@/db/queries/events/events.ts";
import {
  ensureEndpoint,
  renewEndpointKey,
  webhookPath,
} from "@/lib/engine/flows/webhook-endpoints.ts";
import { closeSender } from "@/lib/engine/queue.ts";
import { mayCall } from "./find-caller.ts";
import { MESSAGES_PER_MINUTE, openWebhookLimit } from "./limit-webhooks.ts";
import { readBody } from "./read-body.ts";
import { receiveWebhook } from "./receive-webhook.ts";

const database = await createTestDatabase({ max: 10 });
const { db } = database;
let runs: Awaited<ReturnType<typeof createFlowRuns>>;
let endpoint: EndpointRow;

beforeAll(() => vi.spyOn(console, "error").mockImplementation(() => undefined));
beforeEach(async () => {
  runs = await createFlowRuns(database);
  endpoint = await ensureEndpoint(db, FLOW_KEYS, {
    organizationId: runs.of.organizationId,
    integrationId: runs.of.integrationId,
    source: "hub",
  });
});
afterAll(async () => {
  await closeSender();
  await database.close();
});

const keyOf = (row: EndpointRow) => webhookPath(FLOW_KEYS, row).split("/").at(-1) ?? "";
async function send(
  body: BodyInit | null,
  options: {
    headers?: Record<string, string>;
    key?: string;
    publicId?: string;
    from?: string;
  } = {},
): Promise<{ status: number; id: number; text: string }> {
  const request = new Request("http://localhost/api/webhooks/x/y", {
    method: "POST",
    body,
    headers: options.headers ?? {},
    ...(body instanceof ReadableStream ? { duplex: "half" } : {}),
  } as RequestInit);
  const response = await receiveWebhook(
    request,
    { endpoint: options.publicId ?? endpoint.publicId, key: options.key ?? keyOf(endpoint) },
    options.from ?? "203.0.113.9",
  );
  const text = await response.text();
  return { status: response.status, id: (JSON.parse(text) as { id: number }).id, text };
}
const stored = () =>
  db
    .select()
    .from(events)
    .where(eq(events.integrationId, runs.of.integrationId))
    .orderBy(events.id);

test("bytes are kept as they came, whatever the type says, and the endpoint was seen", async () => {
  const bytes = new Uint8Array([0, 255, 123, 10]);
  const answer = await send(bytes, {
    headers: { "content-type": "application/x-nada", "x-cv-tenant": "grupo" },
  });
  expect(answer.status).toBe(200);
  const [row] = await stored();
  expect(row).toMatchObject({
    id: answer.id,
    source: "hub",
    contentType: "application/x-nada",
    tenant: "grupo",
    processedAt: null,
  });
  expect([...(row?.raw ?? [])]).toEqual([...bytes]);
  const [seen] = await db
    .select()
    .from(webhookEndpoints)
    .where(eq(webhookEndpoints.id, endpoint.id));
  expect(seen?.lastSeenAt).toBeInstanceOf(Date);
});

test("200 at once are all stored, in a handful of commits, in the order of their arrival", async () => {
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, index) => send(`{"idreserva":${index}}`)),
  );
  expect(answers.every(({ status }) => status === 200)).toBe(true);
  expect((await stored()).map(({ id }) => id)).toEqual(
    answers.map(({ id }) => id).sort((a, b) => a - b),
  );
  const [row] = await db.execute<{ commits: number }>(
    sql`select count(distinct xmin::text)::int as commits from events where integration_id = ${runs.of.integrationId}`,
  );
  expect(row?.commits).toBeLessThan(20);
});

describe("the same message", () => {
  test("numbered by Sienge it is kept once, ten times sent or weeks later; the hook's id tells nothing apart", async () => {
    const headers = {
      "x-sienge-id": "e-1",
      "x-sienge-event": "SALES_CONTRACT_ISSUED",
      "x-sienge-hook-id": "h-1",
      authorization: "Bearer segredo",
    };
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => send('{"salesContractId":1202}', { headers })),
    );
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    const [row] = await stored();
    await claimEvents(db, runs.of, [row!], "sienge:1202");
    expect((await send('{"salesContractId":1202}', { headers })).id).toBe(row?.id);
    await send('{"salesContractId":1202}', { headers: { ...headers, "x-sienge-id": "e-2" } });
    expect((await stored()).map(({ name }) => name)).toEqual([
      "SALES_CONTRACT_ISSUED",
      "SALES_CONTRACT_ISSUED",
    ]);
    expect(JSON.stringify(await stored())).not.toContain("segredo");
    const [known] = await db.execute(sql`select times from event_keys where event_id = ${row!.id}`);
    expect(known?.times).toBe(11);
  });

  test("without a number it is one while nobody looked; once it is taken up, the same bytes speak of a later change", async () => {
    const first = await send('{"idreserva":7}');
    expect((await send('{"idreserva":7}')).id).toBe(first.id);
    expect((await send('{"idreserva":8}')).id).not.toBe(first.id);
    await claimEvents(db, runs.of, (await stored()).slice(0, 1), "cv:hub:7");
    expect((await send('{"idreserva":7}')).id).not.toBe(first.id);
    expect(await stored()).toHaveLength(3);
  });

  test("of another endpoint it is another one", async () => {
    const other = await ensureEndpoint(db, FLOW_KEYS, {
      organizationId: runs.of.organizationId,
      integrationId: runs.of.integrationId,
      source: "a",
    });
    await send('{"idreserva":7}');
    await send('{"idreserva":7}', { publicId: other.publicId, key: keyOf(other) });
    expect((await stored()).map(({ source }) => source)).toEqual(["hub", "a"]);
  });
});

describe("who may not", () => {
  test("wrong key, unknown address, switched off, another client's key: the same 404, and nothing is stored", async () => {
    const other = await createFlowRuns(database);
    const foreign = await ensureEndpoint(db, FLOW_KEYS, {
      organizationId: other.of.organizationId,
      integrationId: other.of.integrationId,
      source: "hub",
    });
    const answers = [
      await send("{}", { key: "errada" }),
      await send("{}", { key: "" }),
      await send("{}", { publicId: "AAAAAAAAAAAAAAAA" }),
      await send("{}", { publicId: "../../etc/passwd" }),
      await send("{}", { key: keyOf(foreign) }),
    ];
    await updateEndpoint(db, runs.of.organizationId, endpoint.id, { active: false });
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 10_000 });
    answers.push(await send("{}"));
    vi.useRealTimers();
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(404);
    expect(await stored()).toHaveLength(0);
  });

  test("a new key replaces the old one within seconds", async () => {
    const old = keyOf(endpoint);
    expect((await send("1")).status).toBe(200);
    await renewEndpointKey(db, FLOW_KEYS, endpoint);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 10_000 });
    expect((await send("2", { key: old })).status).toBe(404);
    const [renewed] = await db
      .select()
      .from(webhookEndpoints)
      .where(eq(webhookEndpoints.id, endpoint.id));
    expect((await send("3", { key: keyOf(renewed!) })).status).toBe(200);
    vi.useRealTimers();
  });

  test.each([
    [[], "203.0.113.9", true],
    [["203.0.113.9"], "203.0.113.9", true],
    [["203.0.113.0/24", "2001:db8::/32"], "2001:db8::7", true],
    [["203.0.113.0/24"], "203.0.114.1", false],
    [["203.0.113.0/24"], "", false],
    [["lixo", "203.0.113.0/99"], "203.0.113.9", false],
  ])("the list %j lets %s in: %s", (allowed, address, expected) =>
    expect(mayCall(allowed, address)).toBe(expected),
  );

  test("an address off the list is not told apart from a wrong key", async () => {
    await updateEndpoint(db, runs.of.organizationId, endpoint.id, {
      allowedAddresses: ["198.51.100.0/24"],
    });
    expect((await send("{}")).status).toBe(404);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 10_000 });
    expect((await send("{}", { from: "198.51.100.7" })).status).toBe(200);
    vi.useRealTimers();
  });
});

describe("bodies", () => {
  test("of nothing, of a megabyte", async () => {
    expect((await send(null)).status).toBe(200);
    expect((await send(new Uint8Array(1024 * 1024))).status).toBe(200);
    expect((await stored()).map(({ raw }) => raw.length)).toEqual([0, 1024 * 1024]);
  });

  test("of ten megabytes: 413, read no further than the limit, honest length or not", async () => {
    expect((await send("x", { headers: { "content-length": String(10_000_000) } })).status).toBe(
      413,
    );
    let pulled = 0;
    let cancelled = false;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        pulled += 65_536;
        controller.enqueue(new Uint8Array(65_536));
      },
      cancel: () => void (cancelled = true),
    });
    expect((await send(endless)).status).toBe(413);
    expect(pulled).toBeLessThan(2 * 1024 * 1024);
    expect(cancelled).toBe(true);
    expect(await stored()).toHaveLength(0);
  });

  test("that drips: 408 when the patience ends", async () => {
    const dripping = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new Uint8Array(1)),
    });
    const request = new Request("http://localhost/", {
      method: "POST",
      body: dripping,
      duplex: "half",
    } as RequestInit);
    await expect(readBody(request, 30)).rejects.toMatchObject({ status: 408 });
  });
});

describe("what is packed", () => {
  const zipped = (text: string) => new Uint8Array(gzipSync(text));

  test("with gzip or deflate is stored as it was meant", async () => {
    for (const [encoding, pack] of [
      ["gzip", gzipSync],
      ["X-GZIP", gzipSync],
      ["deflate", deflateSync],
      ["identity", (text: string) => Buffer.from(text)],
    ] as const) {
      const body = new Uint8Array(pack(`{"idreserva":7,"como":"${encoding}"}`));
      expect((await send(body, { headers: { "content-encoding": encoding } })).status).toBe(200);
    }
    for (const { raw } of await stored())
      expect(JSON.parse(Buffer.from(raw).toString())).toMatchObject({ idreserva: 7 });
    expect(await stored()).toHaveLength(4);
  });

  test.each([
    ["an encoding that nobody here knows", "br", zipped("{}"), 415],
    ["two of them", "gzip, gzip", zipped("{}"), 415],
    ["a name that every object has", "constructor", zipped("{}"), 415],
    ["something else under its name", "gzip", new Uint8Array([1, 2, 3]), 400],
    ["the first half of it", "gzip", zipped("x".repeat(9_000)).subarray(0, 12), 400],
    ["a bomb", "gzip", zipped("0".repeat(200 * 1024 * 1024)), 413],
  ])("%s is refused with its status", async (_what, encoding, body, status) => {
    expect((await send(body, { headers: { "content-encoding": encoding } })).status).toBe(status);
    expect(await stored()).toHaveLength(0);
  });
});

describe("a list", () => {
  test("is as many messages as it has objects, each known when it comes again", async () => {
    const list = '[{"idreserva":7},{"idreserva":8}, {"idreserva":9}]';
    const first = await send(list);
    expect(first.status).toBe(200);
    expect((await send(`\ufeff ${list}`)).id).toBe(first.id);
    expect((await stored()).map(({ raw }) => Buffer.from(raw).toString())).toEqual([
      '{"idreserva":7}',
      '{"idreserva":8}',
      '{"idreserva":9}',
    ]);
  });

  test("under one number of Sienge keeps each of its messages", async () => {
    const headers = { "x-sienge-id": "e-9", "x-sienge-event": "SALES_CONTRACT_ISSUED" };
    for (let time = 0; time < 2; time++)
      await send('[{"salesContractId":1},{"salesContractId":2}]', { headers });
    expect(await stored()).toHaveLength(2);
  });

  test.each([
    ["of nothing", "[]", 400],
    ["of what is no message", "[1,2]", 400],
    ["of lists", "[[],[]]", 400],
    ["that breaks off", '[{"idreserva":1}', 400],
    ["that only goes deeper", "[".repeat(100_000), 400],
    ["of too many", `[${'{"a":1},'.repeat(200)}{"a":1}]`, 413],
  ])("%s is refused with its status, not dropped", async (_what, body, status) => {
    expect((await send(body)).status).toBe(status);
    expect(await stored()).toHaveLength(0);
  });
});

test("hostile bodies are stored or refused, never a fault of ours", async () => {
  for (const body of HOSTILE_BODIES)
    expect([200, 400, 413]).toContain((await send(new TextEncoder().encode(body))).status);
});

test("an address has its limit of messages a minute; another one is not touched by it", async () => {
  openWebhookLimit(3);
  const other = await ensureEndpoint(db, FLOW_KEYS, {
    organizationId: runs.of.organizationId,
    integrationId: runs.of.integrationId,
    source: "a",
  });
  const answers = [await send("1"), await send('[{"a":1},{"a":2}]'), await send("4")];
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
  expect((await send("5", { publicId: other.publicId, key: keyOf(other) })).status).toBe(200);
  // A stranger is told nothing of it.
  expect((await send("6", { key: "errada" })).status).toBe(404);
  openWebhookLimit(MESSAGES_PER_MINUTE);
});

test("what could not be stored is not acknowledged", async () => {
  await db.execute(sql`alter table event_keys rename to event_keys_away`);
  const answer = await send('{"idreserva":1}');
  await db.execute(sql`alter table event_keys_away rename to event_keys`);
  expect(answer.status).toBe(503);
  expect((await send('{"idreserva":1}')).status).toBe(200);
});
