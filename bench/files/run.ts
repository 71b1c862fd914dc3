import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs, promisify } from "node:util";
import { createGunzip } from "node:zlib";
import postgres from "postgres";
import { startEmbeddedServer } from "@/db/embedded-server.ts";
import { migrateDatabase } from "@/db/migrate.ts";
import { createDatabase } from "@/lib/launch/prepare-database.ts";
import { copyWithPsql, hasPsql } from "./copy-with-psql.ts";
import { loadSales } from "./load-sales.ts";
import type { Made } from "./make-files.ts";

const { values } = parseArgs({
  options: {
    lines: { type: "string", default: "5000000" },
    branches: { type: "string", default: "500" },
    days: { type: "string", default: "31" },
    turns: { type: "string", default: "3" },
  },
});
const size = {
  lines: Number(values.lines),
  branches: Number(values.branches),
  days: Number(values.days),
};
const MEMORY_LIMIT_MB = 300;
const LEAST_RATIO = 0.5;

if (!hasPsql()) {
  console.error(
    "bench:files compares with psql, which is not on this machine. Install it (Debian: apt-get install postgresql-client) and run again.",
  );
  process.exit(1);
}
const directory = mkdtempSync(path.join(tmpdir(), "enlace-bench-"));
const server = await startEmbeddedServer(directory);
try {
  const url = await createDatabase(server, "bench");
  await migrateDatabase(url);
  const sql = postgres(server.adminUrlOf("bench"), { max: 1, onnotice: () => undefined });
  const started = performance.now();
  await loadSales(sql, size);
  await sql.end();
  console.log(
    `${size.lines.toLocaleString("en")} sale lines of ${size.branches} branches over ${size.days} days, loaded in ${seconds((performance.now() - started) / 1000)}\n`,
  );
  await compare(url);
} finally {
  server.stop();
  rmSync(directory, { recursive: true, force: true });
}

/** Turn and turn about, so that neither has the warmer cache or the quieter machine. */
async function compare(url: string): Promise<void> {
  const ours: Made[] = [];
  const theirs: number[] = [];
  const target = path.join(directory, "psql.csv.gz");
  for (let turn = 0; turn < Number(values.turns); turn += 1) {
    theirs.push(await copyWithPsql(url, size, target));
    ours.push(await makeFiles(url));
    console.log(
      `turn ${turn + 1}: psql | gzip ${seconds(theirs.at(-1) ?? 0)} · hub ${seconds(ours.at(-1)?.seconds ?? 0)}`,
    );
  }
  const same =
    (await hashOf(target)) === ours[0]?.sha256 && ours.every(({ rows }) => rows === size.lines);
  const hub = median(ours.map((made) => made.seconds));
  const peer = median(theirs);
  const peak = Math.max(...ours.map(({ peakBytes }) => peakBytes)) / 1024 / 1024;
  console.log(
    `\npsql COPY | gzip   ${rate(peer)} rows/s (median of ${theirs.length}: ${seconds(peer)})`,
  );
  console.log(`hub                ${rate(hub)} rows/s (median of ${ours.length}: ${seconds(hub)})`);
  console.log(`ratio              ${(peer / hub).toFixed(2)} (target: at least ${LEAST_RATIO})`);
  console.log(`peak memory        ${peak.toFixed(0)} MB (target: below ${MEMORY_LIMIT_MB} MB)`);
  console.log(`same bytes         ${same ? "yes" : "NO"}`);
  if (!same || peer / hub < LEAST_RATIO || peak >= MEMORY_LIMIT_MB) process.exitCode = 1;
}

async function makeFiles(url: string): Promise<Made> {
  const script = path.join(import.meta.dirname, "make-files.ts");
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      "--import",
      "tsx",
      script,
      url,
      path.join(directory, "files"),
      String(size.branches),
      String(size.days),
    ],
    { maxBuffer: 1_000_000 },
  );
  return JSON.parse(stdout) as Made;
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file).pipe(createGunzip()))
    hash.update(chunk as Uint8Array);
  return hash.digest("hex");
}

function seconds(value: number): string {
  return `${value.toFixed(1)} s`;
}

function rate(time: number): string {
  return Math.round(size.lines / time)
    .toLocaleString("en")
    .padStart(9);
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}
