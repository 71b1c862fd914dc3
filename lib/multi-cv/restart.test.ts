import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type OpenDatabase, openDatabase } from "@/db/client.ts";
import { useDatabase } from "@/db/current-database.ts";
import { type EmbeddedServer, startEmbeddedServer } from "@/db/embedded-server.ts";
import { createDatabase, prepareDatabase } from "@/lib/launch/prepare-database.ts";
import { subjects } from "@/db/schema/flows.ts";
import { events } from "@/db/schema/webhooks.ts";
import { countDoubles } from "@/e2e/sandbox/cv/count-doubles.ts";
import { type Sandbox, startSandbox } from "@/e2e/sandbox/start-sandbox.ts";
import { createIntegration, type EngineFixture } from "@/e2e/support/engine-fixture.ts";
import { FLOW_KEYS } from "@/e2e/support/flow-runs.ts";
import { seedMultiCv } from "@/e2e/support/multi-cv-group.ts";
import { type Line, startLine } from "@/e2e/support/partner-line.ts";
import { receiveWebhook } from "@/lib/inbox/webhooks/receive-webhook.ts";
import { readEnv } from "@/lib/env.ts";
import { ensureEndpoint, webhookPath } from "@/lib/engine/flows/webhook-endpoints.ts";
import { closeListen } from "@/lib/engine/listen.ts";
import { closeSender } from "@/lib/engine/queue.ts";
import { type RunningEngine, startEngine } from "@/lib/engine/start-engine.ts";
import { multiCv } from "./connector.ts";
import { multiCvModule } from "./flow-module.ts";

/**
 * The whole way on a Postgres with its durable defaults: webhook, event, flow; and Postgres
 * restarted in the middle.
 */
const directory = mkdtempSync(path.join(tmpdir(), "enlace-flow-restart-"));
let server: EmbeddedServer;
let database: OpenDatabase;
let sandbox: Sandbox;
let engine: RunningEngine;
let line: Line;
let of: EngineFixture;
let address: string[];
/** At the terminal's answer to a create: the database goes away and comes back. */
let restartAtCreate = false;
let restarted = 0;

beforeAll(async () => {
  server = await startEmbeddedServer(directory);
  const url = await createDatabase(server, "enlace");
  await prepareDatabase(url);
  database = openDatabase(url, { max: 8 });
  useDatabase(database);
  sandbox = await startSandbox({ only: ["sienge", "cv"] });
  for (const tenant of Object.values(sandbox.partners.cv.tenants)) tenant.quirks.ratePerMinute = 0;
  line = await startLine(sandbox.cv.a.url, {
    after: async ({ method, path: place }) => {
      if (!restartAtCreate || method !== "POST" || !place.endsWith("/comercial/reservas"))
        return false;
      restartAtCreate = false;
      server.stop();
      server = await startEmbeddedServer(directory, { port: server.port });
      restarted++;
      return false;
    },
  });
  of = await createIntegration(database, multiCv);
  await seedMultiCv(
    database,
    { sienge: sandbox.sienge, cv: { ...sandbox.cv, a: { ...sandbox.cv.a, url: line.url } } },
    of,
    { callsPerMinute: 1_000_000 },
  );
  address = webhookPath(
    FLOW_KEYS,
    await ensureEndpoint(database.db, FLOW_KEYS, {
      organizationId: of.organizationId,
      integrationId: of.integrationId,
      source: "hub",
    }),
  ).split("/");
  const env = readEnv({
    DATABASE_URL: url,
    AUTH_SECRET: "x".repeat(32),
    ENLACE_KEYS: `${FLOW_KEYS[0]?.id}:${FLOW_KEYS[0]?.key.toString("base64")}`,
    FILES_DIR: path.join(directory, "files"),
    ALLOWED_PRIVATE_HOSTS: "127.0.0.1",
  });
  engine = await startEngine({ registry: [multiCv], flows: [multiCvModule], database, env });
}, 120_000);

afterAll(async () => {
  await engine?.stop();
  await closeListen();
  await closeSender();
  await database?.close();
  line?.close();
  await sandbox?.stop();
  server?.stop();
  rmSync(directory, { recursive: true, force: true });
});

async function sellAndTell(): Promise<number> {
  const hubId = sandbox.partners.cv.sell({ developmentId: 3 });
  const [key = "", endpoint = ""] = address.toReversed();
  const answer = await receiveWebhook(
    new Request("http://localhost/", {
      method: "POST",
      body: JSON.stringify({ idreserva: hubId }),
    }),
    { endpoint, key },
    "127.0.0.1",
  );
  expect(answer.status).toBe(200);
  return hubId;
}

const stateOf = async (hubId: number) =>
  (
    await database.db
      .select()
      .from(subjects)
      .where(eq(subjects.key, String(hubId)))
  )[0];
const copiesOf = (hubId: number) =>
  sandbox.partners.cv.tenants.a.store
    .list("reservations")
    .filter(({ value }) => value.code === `HUB-${hubId}`);

test("a message is answered at once and the reservation is carried without anybody's help", async () => {
  const hubId = await sellAndTell();
  await vi.waitFor(
    async () => expect(await stateOf(hubId)).toMatchObject({ state: "finished", lastError: null }),
    { timeout: 30_000, interval: 50 },
  );
  expect(copiesOf(hubId)).toHaveLength(1);
  expect((await database.db.select().from(events))[0]).toMatchObject({
    outcome: "done",
    subjectKey: `cv:hub:${hubId}`,
  });
}, 60_000);

test("Postgres restarted between the terminal's answer and our note of it: the reservation is found again, not made again", async () => {
  restartAtCreate = true;
  const hubId = await sellAndTell();
  await vi.waitFor(() => expect(restarted).toBe(1), { timeout: 30_000, interval: 50 });
  await vi.waitFor(async () => expect(await stateOf(hubId)).toMatchObject({ state: "finished" }), {
    timeout: 60_000,
    interval: 200,
  });
  expect(copiesOf(hubId)).toHaveLength(1);
  expect(countDoubles(sandbox.partners.cv.tenants.a)).toEqual({
    keys: 0,
    units: 0,
    documents: 0,
    contracts: 0,
    commissions: 0,
  });
  // And what comes afterwards is taken in as before.
  const next = await sellAndTell();
  await vi.waitFor(async () => expect(await stateOf(next)).toMatchObject({ state: "finished" }), {
    timeout: 60_000,
    interval: 200,
  });
}, 150_000);
