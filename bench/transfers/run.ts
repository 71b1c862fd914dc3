import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { sql } from "drizzle-orm";
import { openDatabase } from "@/db/client.ts";
import { freePort, startEmbeddedServer } from "@/db/embedded-server.ts";
import { integrations } from "@/db/schema/integrations.ts";
import { organizations } from "@/db/schema/people.ts";
import { countDoubles } from "@/e2e/sandbox/cv/count-doubles.ts";
import { TENANTS } from "@/e2e/sandbox/cv/world.ts";
import { startSandbox } from "@/e2e/sandbox/start-sandbox.ts";
import { seedMultiCv } from "@/e2e/support/multi-cv-group.ts";
import { ensureEndpoint, webhookPath } from "@/lib/engine/flows/webhook-endpoints.ts";
import { type Child, startChild, stopChild, waitUntilReady } from "@/lib/launch/child-processes.ts";
import { buildApp, ownEnvironment, root } from "@/lib/launch/install.mjs";
import { createDatabase, prepareDatabase } from "@/lib/launch/prepare-database.ts";
import { multiCv } from "@/lib/multi-cv/connector.ts";
import { syncCatalogue } from "@/lib/engine/sync-catalogue.ts";

const { values } = parseArgs({
  options: {
    reservations: { type: "string", default: "1000" },
    limited: { type: "string", default: "40" },
    workers: { type: "string", default: "8" },
    build: { type: "boolean", default: true },
  },
  allowNegative: true,
});
const LEAST_USE = 0.95;
const CALLS_PER_MINUTE = 200;
const WARM_UP = 20;

const key = { id: "bench", key: randomBytes(32) };
const directory = mkdtempSync(path.join(tmpdir(), "enlace-bench-"));
const sandbox = await startSandbox({
  only: ["sienge", "cv"],
  stateDir: path.join(directory, "partners"),
});
const cv = sandbox.partners.cv;
let app: Child | null = null;
if (values.build) buildApp();
const server = await startEmbeddedServer(directory);
const url = await createDatabase(server, "bench");
const database = openDatabase(url, { max: 5 });
const { db } = database;
try {
  await prepareDatabase(url);
  await syncCatalogue(db, [multiCv]);
  const baseUrl = await serve();
  await unlimited(baseUrl);
  if (Number(values.limited) > 0) await limited(baseUrl);
} finally {
  if (app) await stopChild(app, 10_000);
  await database.close();
  await sandbox.stop();
  server.stop();
  rmSync(directory, { recursive: true, force: true });
}

async function serve(): Promise<string> {
  const port = await freePort();
  const baseUrl = `http://localhost:${port}`;
  const secrets = {
    AUTH_SECRET: randomBytes(32).toString("base64url"),
    ENLACE_KEYS: `${key.id}:${key.key.toString("base64")}`,
  };
  const env = {
    ...ownEnvironment(),
    ...secrets,
    NODE_ENV: "production" as const,
    DATABASE_URL: url,
    DATABASE_POOL: "20",
    FILES_DIR: path.join(directory, "files"),
    ENGINE: "on",
    ENGINE_WORKERS: values.workers,
    ALLOWED_PRIVATE_HOSTS: "127.0.0.1,localhost",
    AUTH_URL: baseUrl,
    AUTH_TRUST_HOST: "true",
  };
  app = startChild(
    "app",
    process.execPath,
    [
      path.join(root, "node_modules/next/dist/bin/next"),
      "start",
      "-H",
      "localhost",
      "-p",
      String(port),
    ],
    env,
  );
  await waitUntilReady(`${baseUrl}/api/health`, app);
  return baseUrl;
}

/** A client of its own with the whole group, and the address that its Hub calls. */
async function register(name: string, callsPerMinute?: number) {
  const [organization] = await db.insert(organizations).values({ name }).returning();
  const [integration] = await db
    .insert(integrations)
    .values({
      organizationId: organization!.id,
      connectorId: multiCv.id,
      description: name,
      active: true,
      intervalMinutes: 60,
    })
    .returning();
  const of = { organizationId: organization!.id, integrationId: integration!.id };
  await seedMultiCv(database, sandbox, of, {
    keys: [key],
    ...(callsPerMinute ? { callsPerMinute } : {}),
  });
  return {
    ...of,
    address: webhookPath([key], await ensureEndpoint(db, [key], { ...of, source: "hub" })),
  };
}

/** Sells and tells, as the Hub would, one after the other without waiting for the transfers. */
async function sell(
  baseUrl: string,
  address: string,
  count: number,
  developments: readonly number[],
): Promise<void> {
  for (let index = 0; index < count; index++) {
    const hubId = cv.sell({ developmentId: developments[index % developments.length] ?? 3 });
    const answer = await fetch(baseUrl + address, {
      method: "POST",
      body: JSON.stringify({ idreserva: hubId, idtransacao: index }),
    });
    if (answer.status !== 200) throw new Error(`the webhook was answered ${answer.status}`);
  }
}

async function unlimited(baseUrl: string): Promise<void> {
  const count = Number(values.reservations);
  const developments = [3, 4, 5, 6];
  for (const hubDevelopmentId of developments)
    await cv.commands?.units?.({
      hubDevelopmentId,
      upTo: Math.ceil(count / developments.length) + 50,
    });
  for (const tenant of Object.values(cv.tenants)) tenant.quirks.ratePerMinute = 0;
  sandbox.partners.sienge.quirks.ratePerMinute = 0;
  const { integrationId, address } = await register("Grupo sem limite", 1_000_000);
  // The first few warm up and are counted: the stand-in forgets its oldest calls.
  await sell(baseUrl, address, WARM_UP, developments);
  await untilSettled(integrationId, WARM_UP);
  const calls = sandbox.received("cv").length / WARM_UP;
  await db.execute(sql`delete from subjects where integration_id = ${integrationId}`);
  const started = performance.now();
  await sell(baseUrl, address, count, developments);
  await untilSettled(integrationId, count);
  const seconds = (performance.now() - started) / 1000;
  const [times] = await db.execute<{ finished: number; p50: number; p95: number }>(sql`
    select count(*) filter (where state = 'finished')::int as finished,
           percentile_cont(0.5) within group (order by extract(epoch from finished_at - announced_at))::float8 as p50,
           percentile_cont(0.95) within group (order by extract(epoch from finished_at - announced_at))::float8 as p95
      from subjects where integration_id = ${integrationId}`);
  const doubles = TENANTS.map((name) =>
    Object.values(countDoubles(cv.tenants[name])).reduce((sum, each) => sum + each, 0),
  ).reduce((sum, each) => sum + each, 0);
  console.log(
    `\nlimit lifted: ${times?.finished} of ${count} finished in ${seconds.toFixed(1)} s: ${(count / seconds).toFixed(1)} reservations a second, ${calls.toFixed(1)} calls to CV each; webhook to finished p50 ${times?.p50.toFixed(1)} s, p95 ${times?.p95.toFixed(1)} s (all announced at once); ${doubles} doubled`,
  );
  if (times?.finished !== count || doubles > 0) process.exitCode = 1;
}

async function untilSettled(integrationId: number, count: number): Promise<void> {
  for (;;) {
    const [row] = await db.execute<{ settled: number }>(
      sql`select count(*) filter (where state in ('finished', 'stuck', 'ended'))::int as settled from subjects where integration_id = ${integrationId}`,
    );
    if ((row?.settled ?? 0) >= count) return;
    await wait(200);
  }
}

/** One terminal with a backlog: its minute must be used up and never exceeded. */
async function limited(baseUrl: string): Promise<void> {
  const tenant = cv.tenants.a;
  for (const each of Object.values(cv.tenants)) each.quirks.ratePerMinute = CALLS_PER_MINUTE;
  tenant.limit.busiest = 0;
  tenant.limit.refused = 0;
  const { integrationId, address } = await register("Grupo com limite");
  await sell(baseUrl, address, Number(values.limited), [3]);
  // Two whole minutes of a backlog that is far from done: the first has the start in it.
  await wait(130_000);
  const [row] = await db.execute<{ open: number }>(
    sql`select count(*) filter (where state in ('waiting', 'running'))::int as open from subjects where integration_id = ${integrationId}`,
  );
  const used = tenant.limit.busiest / CALLS_PER_MINUTE;
  console.log(
    `limit of ${CALLS_PER_MINUTE} a minute on: busiest minute of terminal A ${tenant.limit.busiest} calls (${(100 * used).toFixed(1)} %, target at least ${100 * LEAST_USE} %), ${tenant.limit.refused} refused; ${row?.open} of ${values.limited} reservations still on their way`,
  );
  if (used < LEAST_USE || tenant.limit.refused > 0) process.exitCode = 1;
}
