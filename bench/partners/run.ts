import { execFile } from "node:child_process";
import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { parseArgs, promisify } from "node:util";
import postgres from "postgres";
import { startEmbeddedServer } from "@/db/embedded-server.ts";
import { migrateDatabase } from "@/db/migrate.ts";
import { createDatabase } from "@/lib/launch/prepare-database.ts";
import { addDays } from "@/lib/core/period.ts";
import { CONNECTORS } from "@/lib/registry.ts";
import { FIRST_DAY, LINES_A_SALE, loadMovements } from "./load-movements.ts";
import type { Made } from "./make-files.ts";

const { values } = parseArgs({
  options: {
    sales: { type: "string", default: "1000000" },
    branches: { type: "string", default: "100" },
    days: { type: "string", default: "31" },
    only: { type: "string", default: "" },
  },
});
const size = {
  sales: Number(values.sales),
  branches: Number(values.branches),
  days: Number(values.days),
};
const LINES = size.sales * LINES_A_SALE;
/** A type slower than this part of the fastest needs a reason in its NOTES. */
const SLOW = 0.1;
const MEGABYTE = 1024 * 1024;

const directory = mkdtempSync(path.join(tmpdir(), "enlace-bench-"));
const server = await startEmbeddedServer(directory);
try {
  const url = await createDatabase(server, "bench");
  await migrateDatabase(url);
  const sql = postgres(server.adminUrlOf("bench"), { max: 1, onnotice: () => undefined });
  const started = performance.now();
  await loadMovements(sql, size);
  console.log(
    `${size.sales.toLocaleString("en")} sales with ${LINES.toLocaleString("en")} lines of ${size.branches} branches over ${size.days} days, loaded in ${((performance.now() - started) / 1000).toFixed(0)} s\n`,
  );
  console.log("type             lines/s   of the limit   peak memory   files   written   refused");
  const limit = await copyOut(sql);
  await sql.end();
  printRow("COPY (limit)", limit, limit, "", 0, 0, 0);
  const measured: Array<{ id: string; rate: number }> = [];
  const silent: string[] = [];
  let alone = Number.POSITIVE_INFINITY;
  for (const { id } of CONNECTORS.filter(
    (one) => values.only === "" || values.only.split(",").includes(one.id),
  )) {
    const made = await makeFiles(url, id);
    if (!made.readsSales) {
      silent.push(id);
      alone = Math.min(alone, made.peakBytes);
      continue;
    }
    const rate = LINES / made.seconds;
    measured.push({ id, rate });
    printRow(
      id,
      rate,
      limit,
      `${(made.peakBytes / MEGABYTE).toFixed(0)} MB`,
      made.files,
      made.bytes,
      made.refused,
    );
  }
  const fastest = Math.max(...measured.map(({ rate }) => rate));
  const slow = measured.filter(({ rate }) => rate < fastest * SLOW).map(({ id }) => id);
  console.log(`\nslower than a tenth of the fastest: ${slow.join(", ") || "none"}`);
  if (silent.length > 0)
    console.log(
      `send no sales, and are not measured by them: ${silent.join(", ")}; the process of one that has nothing to do holds ${(alone / MEGABYTE).toFixed(0)} MB`,
    );
} finally {
  server.stop();
  rmSync(directory, { recursive: true, force: true });
}

function printRow(
  name: string,
  rate: number,
  limit: number,
  peak: string,
  files: number,
  bytes: number,
  refused: number,
): void {
  const cells = [
    name.padEnd(14),
    Math.round(rate).toLocaleString("en").padStart(10),
    (rate / limit).toFixed(2).padStart(14),
    peak.padStart(13),
    String(files || "").padStart(7),
    bytes ? `${(bytes / MEGABYTE).toFixed(0)} MB`.padStart(9) : "".padStart(9),
    String(refused).padStart(9),
  ];
  console.log(cells.join(" "));
}

/**
 * Lines a second that Postgres itself writes to the same disk: the same rows, in the order in which
 * files want them.
 */
async function copyOut(sql: postgres.Sql): Promise<number> {
  const started = performance.now();
  const rows = await sql
    .unsafe(`copy (
    select s.*, l.* from sales s join sale_lines l on l.organization_id = s.organization_id and l.sale_id = s.id
     where s.organization_id = 1 and s.day between '${FIRST_DAY}' and '${addDays(FIRST_DAY, size.days - 1)}' order by s.branch_id, s.day, s.sold_at, s.id, l.line_number) to stdout with (format csv)`)
    .readable();
  await pipeline(rows, createWriteStream(path.join(directory, "limit.csv")));
  return LINES / ((performance.now() - started) / 1000);
}

/** A process for each type: the peak of one must not be that of another. */
async function makeFiles(url: string, id: string): Promise<Made> {
  const script = path.join(import.meta.dirname, "make-files.ts");
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      "--import",
      "tsx",
      script,
      url,
      path.join(directory, "files"),
      id,
      String(size.branches),
      String(size.days),
    ],
    { maxBuffer: 1_000_000 },
  );
  rmSync(path.join(directory, "files"), { recursive: true, force: true });
  return JSON.parse(stdout) as Made;
}
