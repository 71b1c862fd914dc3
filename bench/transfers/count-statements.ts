import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { sql } from "drizzle-orm";
import { openDatabase } from "@/db/client.ts";
import { useDatabase } from "@/db/current-database.ts";
import { startEmbeddedServer } from "@/db/embedded-server.ts";
import { countDoubles } from "@/e2e/sandbox/cv/count-doubles.ts";
import { TENANTS } from "@/e2e/sandbox/cv/world.ts";
import { startSandbox } from "@/e2e/sandbox/start-sandbox.ts";
import { createIntegration } from "@/e2e/support/engine-fixture.ts";
import { seedMultiCv } from "@/e2e/support/multi-cv-group.ts";
import { closeListen } from "@/lib/engine/listen.ts";
import { closeSender } from "@/lib/engine/queue.ts";
import { startEngine } from "@/lib/engine/start-engine.ts";
import { ensureEndpoint, webhookPath } from "@/lib/engine/flows/webhook-endpoints.ts";
import { readEnv } from "@/lib/env.ts";
import { receiveWebhook } from "@/lib/inbox/webhooks/receive-webhook.ts";
import { createDatabase, prepareDatabase } from "@/lib/launch/prepare-database.ts";
import { multiCv } from "@/lib/multi-cv/connector.ts";
import { multiCvModule } from "@/lib/multi-cv/flow-module.ts";

/**
 * Counts, by Postgres itself, the statements and transactions from webhook to finished transfer: engine,
 * stand-ins and this program in one process, without pages.
 */
const { values } = parseArgs({
  options: {
    reservations: { type: "string", default: "100" },
    workers: { type: "string", default: "8" },
    rows: { type: "string", default: "60" },
  },
});
const WARM_UP = 10;
const DEVELOPMENTS = [3, 4, 5, 6];
const KEYS = [{ id: "bench", key: randomBytes(32) }];
const count = Number(values.reservations);
const directory = mkdtempSync(path.join(tmpdir(), "enlace-count-"));
const server = await startEmbeddedServer(directory, {
  settings: ["shared_preload_libraries=pg_stat_statements", "pg_stat_statements.track_utility=on"],
});
const url = await createDatabase(server, "bench");
await prepareDatabase(url);
const admin = openDatabase(server.adminUrlOf("bench"), { max: 1 });
await admin.db.execute(sql`create extension pg_stat_statements`);
const database = openDatabase(url, { max: 20 });
useDatabase(database);
const sandbox = await startSandbox({
  only: ["sienge", "cv"],
  stateDir: path.join(directory, "partners"),
});
const { cv } = sandbox.partners;
for (const tenant of Object.values(cv.tenants)) tenant.quirks.ratePerMinute = 0;
for (const hubDevelopmentId of DEVELOPMENTS)
  await cv.commands?.units?.({ hubDevelopmentId, upTo: count + WARM_UP });
const of = await createIntegration(database, multiCv);
await seedMultiCv(database, sandbox, of, { keys: KEYS, callsPerMinute: 1_000_000 });
const address = webhookPath(
  KEYS,
  await ensureEndpoint(database.db, KEYS, { ...of, source: "hub" }),
).split("/");
const env = readEnv({
  DATABASE_URL: url,
  AUTH_SECRET: "x".repeat(32),
  ENLACE_KEYS: `bench:${KEYS[0]!.key.toString("base64")}`,
  ENGINE_WORKERS: values.workers,
  FILES_DIR: path.join(directory, "files"),
  ALLOWED_PRIVATE_HOSTS: "127.0.0.1,localhost",
  AUTH_URL: "http://localhost",
});
const engine = await startEngine({ registry: [multiCv], database, env, flows: [multiCvModule] });
try {
  await carry(WARM_UP);
  await admin.db.execute(sql`select pg_stat_statements_reset()`);
  const before = await countTransactions();
  const called = sandbox.received("cv").length;
  const started = performance.now();
  await carry(count);
  const seconds = (performance.now() - started) / 1000;
  const transactions = (await countTransactions()) - before;
  await tell(seconds, transactions, called);
} finally {
  await engine.stop();
  await closeListen();
  await closeSender();
  await Promise.all([database.close(), admin.close(), sandbox.stop()]);
  server.stop();
  rmSync(directory, { recursive: true, force: true });
}

/** Sells so many and waits until none is on its way. */
async function carry(many: number): Promise<void> {
  const [{ done: before } = { done: 0 }] = await countFinished();
  for (let index = 0; index < many; index += 1) {
    const hubId = cv.sell({ developmentId: DEVELOPMENTS[index % DEVELOPMENTS.length]! });
    const body = JSON.stringify({ idreserva: hubId, idtransacao: index });
    const answer = await receiveWebhook(
      new Request("http://localhost/", { method: "POST", body }),
      { endpoint: address.at(-2)!, key: address.at(-1)! },
      "127.0.0.1",
    );
    if (answer.status !== 200) throw new Error(`the webhook was answered ${answer.status}`);
  }
  for (;;) {
    const [{ done } = { done: 0 }] = await countFinished();
    if (done - before >= many) return;
    await wait(100);
  }
}

function countFinished() {
  return admin.db.execute<{ done: number }>(
    sql`select count(*) filter (where state in ('finished', 'stuck', 'ended'))::int as done from subjects`,
  );
}

async function countTransactions(): Promise<number> {
  await wait(1_200);
  const [row] = await admin.db.execute<{ count: number }>(
    sql`select (xact_commit + xact_rollback)::int as count from pg_stat_database where datname = 'bench'`,
  );
  return row?.count ?? 0;
}

async function tell(seconds: number, transactions: number, called: number): Promise<void> {
  const rows = await admin.db.execute<{ calls: number; query: string }>(sql`
    select sum(s.calls)::int as calls, regexp_replace(s.query, '\\s+', ' ', 'g') as query
      from pg_stat_statements s join pg_database d on d.oid = s.dbid join pg_roles r on r.oid = s.userid
     where d.datname = 'bench' and not r.rolsuper
     group by 2 order by 1 desc`);
  const all = rows.reduce((sum, { calls }) => sum + calls, 0);
  const doubled = TENANTS.map((name) =>
    Object.values(countDoubles(cv.tenants[name])).reduce((sum, each) => sum + each, 0),
  ).reduce((sum, each) => sum + each, 0);
  for (const { calls, query } of rows.slice(0, Number(values.rows)))
    console.log(`${(calls / count).toFixed(2).padStart(7)}  ${query.slice(0, 170)}`);
  console.log(
    `\n${count} reservations in ${seconds.toFixed(1)} s (${(count / seconds).toFixed(1)}/s): ${(all / count).toFixed(1)} statements and ${(transactions / count).toFixed(1)} transactions each, ${((sandbox.received("cv").length - called) / count).toFixed(1)} calls to CV as far as the stand-in remembers; ${doubled} doubled`,
  );
}
