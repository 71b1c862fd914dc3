import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { openDatabase } from "@/db/client.ts";
import { freePort, startEmbeddedServer } from "@/db/embedded-server.ts";
import { integrations } from "@/db/schema/integrations.ts";
import { organizations } from "@/db/schema/people.ts";
import { ensureEndpoint, webhookPath } from "@/lib/engine/flows/webhook-endpoints.ts";
import { type Child, startChild, stopChild, waitUntilReady } from "@/lib/launch/child-processes.ts";
import { buildApp, ownEnvironment, root } from "@/lib/launch/install.mjs";
import { createDatabase, prepareDatabase } from "@/lib/launch/prepare-database.ts";
import { sql } from "drizzle-orm";
import { commitOneByOne } from "./commit-one-by-one.ts";
import { fire, type Volley } from "./fire.ts";

const { values } = parseArgs({
  options: {
    connections: { type: "string", default: "50" },
    seconds: { type: "string", default: "8" },
    turns: { type: "string", default: "3" },
    engine: { type: "string", default: "off" },
    build: { type: "boolean", default: true },
  },
  allowNegative: true,
});
const connections = Number(values.connections);
const seconds = Number(values.seconds);
const LEAST_RATIO = 0.6;
const MOST_P99_MS = 50;

const key = { id: "bench", key: randomBytes(32) };
const directory = mkdtempSync(path.join(tmpdir(), "enlace-bench-"));
let app: Child | null = null;
if (values.build) buildApp();
const server = await startEmbeddedServer(directory);
const url = await createDatabase(server, "bench");
const database = openDatabase(url, { max: 10 });
try {
  await prepareDatabase(url);
  const address = await makeEndpoint();
  const baseUrl = await serve();
  await compare(`${baseUrl}/api/ping`, baseUrl + address);
} finally {
  if (app) await stopChild(app, 10_000);
  await database.close();
  server.stop();
  rmSync(directory, { recursive: true, force: true });
}

async function makeEndpoint(): Promise<string> {
  const { db } = database;
  await db.execute(
    sql`insert into connectors (id, name, summary, contract, transport, settings, operations) values ('bench', 'x', 'x', 'generic', 'rest', '[]', '{}')`,
  );
  const [organization] = await db
    .insert(organizations)
    .values({ name: "Grupo Exemplo" })
    .returning();
  const [integration] = await db
    .insert(integrations)
    .values({
      organizationId: organization!.id,
      connectorId: "bench",
      description: "Avisos",
      active: true,
      intervalMinutes: 60,
    })
    .returning();
  return webhookPath(
    [key],
    await ensureEndpoint(db, [key], {
      organizationId: organization!.id,
      integrationId: integration!.id,
      source: "hub",
    }),
  );
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
    FILES_DIR: path.join(directory, "files"),
    ENGINE: values.engine,
    AUTH_URL: baseUrl,
    AUTH_TRUST_HOST: "true",
    WEBHOOK_MESSAGES_PER_MINUTE: "100000000",
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

/** Turn and turn about: whatever else the machine does, it does to all. The first turn warms up. */
async function compare(emptyUrl: string, webhookUrl: string): Promise<void> {
  const sums = { empty: [] as Measured[], webhook: [] as Measured[], single: [] as number[] };
  const acknowledged = new Set<number>();
  for (let turn = 0; turn <= Number(values.turns); turn++) {
    const length = turn === 0 ? 3 : seconds;
    const empty = await measured(() => fire({ url: emptyUrl, connections, seconds: length, turn }));
    const webhook = await measured(() =>
      fire({
        url: webhookUrl,
        connections,
        seconds: length,
        turn,
        onId: (id) => acknowledged.add(id),
      }),
    );
    const single = await commitOneByOne(database, connections, Math.min(length, 4));
    if (turn === 0) continue;
    sums.empty.push(empty);
    sums.webhook.push(webhook);
    sums.single.push(single);
    console.log(
      `turn ${turn}: empty ${line(empty)}; webhook ${line(webhook)}; single-row commits ${single.toFixed(0)}/s`,
    );
  }
  const missing = await countMissing([...acknowledged]);
  const rate = (volleys: Volley[]) =>
    volleys.reduce((sum, each) => sum + each.perSecond, 0) / volleys.length;
  const ratio = rate(sums.webhook) / rate(sums.empty);
  const p99 = Math.max(...sums.webhook.map((each) => each.p99));
  const single = sums.single.reduce((sum, each) => sum + each, 0) / sums.single.length;
  console.log(
    `\nempty route ${rate(sums.empty).toFixed(0)}/s, durable acknowledgements ${rate(sums.webhook).toFixed(0)}/s: ratio ${ratio.toFixed(2)} (target ${LEAST_RATIO}); worst p99 ${p99.toFixed(1)} ms (target below ${MOST_P99_MS}); single-row commits ${single.toFixed(0)}/s`,
  );
  console.log(
    `${acknowledged.size.toLocaleString("en")} acknowledged, ${missing} of them not found; ${connections} connections, engine ${values.engine}`,
  );
  if (ratio < LEAST_RATIO || p99 >= MOST_P99_MS || missing > 0) process.exitCode = 1;
}

type Measured = Volley & { cpuMs: number };

/** What the app itself computed for each request: on a machine with other work this says more than the rate. */
async function measured(volley: () => Promise<Volley>): Promise<Measured> {
  const before = cpuMsOf(app?.process.pid);
  const done = await volley();
  return { ...done, cpuMs: (cpuMsOf(app?.process.pid) - before) / done.count };
}

/** User and system time of a process so far, where /proc tells; a clock tick there is 10 ms. */
function cpuMsOf(pid: number | undefined): number {
  if (process.platform !== "linux" || pid === undefined) return Number.NaN;
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

function line(volley: Measured): string {
  return `${volley.perSecond.toFixed(0)}/s, p50 ${volley.p50.toFixed(1)}, p99 ${volley.p99.toFixed(1)} ms, ${volley.cpuMs.toFixed(2)} ms of the app's CPU each`;
}

async function countMissing(ids: number[]): Promise<number> {
  const [row] = await database.db.execute<{ missing: number }>(
    sql`select count(*)::int as missing from jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb) as told (id) where not exists (select from events where events.id = told.id::bigint)`,
  );
  return row?.missing ?? -1;
}
