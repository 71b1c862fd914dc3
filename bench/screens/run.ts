import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import postgres from "postgres";
import { openDatabase } from "@/db/client.ts";
import { freePort, startEmbeddedServer } from "@/db/embedded-server.ts";
import { type Child, startChild, stopChild, waitUntilReady } from "@/lib/launch/child-processes.ts";
import { buildApp, ownEnvironment, root } from "@/lib/launch/install.mjs";
import { createDatabase, prepareDatabase } from "@/lib/launch/prepare-database.ts";
import { type HubSize, loadHub } from "./load-hub.ts";
import { ask, percentile, QUESTIONS, type ServedHub } from "./measure.ts";
import { signInAgent } from "./sign-in.ts";

const { values } = parseArgs({
  options: {
    integrations: { type: "string", default: "100000" },
    tasks: { type: "string", default: "1000000" },
    lines: { type: "string", default: "10000000" },
    requests: { type: "string", default: "200" },
  },
});
const large: HubSize = {
  integrations: Number(values.integrations),
  tasks: Number(values.tasks),
  lines: Number(values.lines),
};
const small: HubSize = {
  integrations: Math.max(100, large.integrations / 1000),
  tasks: Math.max(1000, large.tasks / 1000),
  lines: Math.max(10_000, large.lines / 1000),
};
const requests = Number(values.requests);
const MOST_RATIO = 2;
const WARM_UP = 15;

const secrets = {
  AUTH_SECRET: randomBytes(32).toString("base64url"),
  ENLACE_KEYS: `bench:${randomBytes(32).toString("base64")}`,
};
const directory = mkdtempSync(path.join(tmpdir(), "enlace-bench-"));
const children: Child[] = [];
buildApp();
const server = await startEmbeddedServer(directory);
try {
  const hubs = { small: await serve("small", small), large: await serve("large", large) };
  await compare(hubs.small, hubs.large);
} finally {
  await Promise.all(children.map((child) => stopChild(child, 10_000)));
  server.stop();
  rmSync(directory, { recursive: true, force: true });
}

/** Loads a hub of this size and starts the built app on it, without the engine. */
async function serve(name: string, size: HubSize): Promise<ServedHub> {
  const url = await createDatabase(server, name);
  await prepareDatabase(url);
  const sql = postgres(server.adminUrlOf(name), { max: 1, onnotice: () => undefined });
  const started = performance.now();
  const loaded = await loadHub(sql, size);
  await sql.end();
  console.log(
    `${name}: ${size.integrations.toLocaleString("en")} integrations, ${size.tasks.toLocaleString("en")} tasks, ${size.lines.toLocaleString("en")} log lines, loaded in ${((performance.now() - started) / 1000).toFixed(0)} s`,
  );
  const database = openDatabase(url, { max: 1 });
  const cookie = await signInAgent(database.db, secrets.AUTH_SECRET);
  await database.close();
  const port = await freePort();
  const baseUrl = `http://localhost:${port}`;
  const env = {
    ...ownEnvironment(),
    ...secrets,
    NODE_ENV: "production" as const,
    DATABASE_URL: url,
    FILES_DIR: path.join(directory, name),
    ENGINE: "off",
    AUTH_URL: baseUrl,
    AUTH_TRUST_HOST: "true",
  };
  const app = startChild(
    name,
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
  children.push(app);
  await waitUntilReady(`${baseUrl}/api/health`, app);
  return { ...loaded, baseUrl, cookie };
}

/** Turn and turn about: whatever else the machine does, it does to both. */
async function compare(few: ServedHub, many: ServedHub): Promise<void> {
  console.log(
    `\n${"p95 of the server's answer, ms".padEnd(32)}${"small".padStart(9)}${"large".padStart(9)}${"ratio".padStart(8)}`,
  );
  for (const question of QUESTIONS) {
    const times = { few: [] as number[], many: [] as number[] };
    for (let turn = -WARM_UP; turn < requests; turn++) {
      const pair = {
        few: await ask(few, question, Math.abs(turn)),
        many: await ask(many, question, Math.abs(turn)),
      };
      if (turn < 0) continue;
      times.few.push(pair.few);
      times.many.push(pair.many);
    }
    const [low, high] = [percentile(times.few, 0.95), percentile(times.many, 0.95)];
    const ratio = high / low;
    console.log(
      `${question.name.padEnd(32)}${low.toFixed(1).padStart(9)}${high.toFixed(1).padStart(9)}${ratio.toFixed(2).padStart(8)}${ratio > MOST_RATIO ? "  above 2" : ""}`,
    );
    if (ratio > MOST_RATIO) process.exitCode = 1;
  }
  console.log(`\n${requests} requests each, interleaved; target: ratio at most ${MOST_RATIO}`);
}
