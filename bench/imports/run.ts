import { execFile } from "node:child_process";
import { createReadStream, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs, promisify } from "node:util";
import postgres from "postgres";
import { startEmbeddedServer } from "@/db/embedded-server.ts";
import { migrateDatabase } from "@/db/migrate.ts";
import { newStorageKey, openFileStore } from "@/lib/engine/file-store.ts";
import { createDatabase } from "@/lib/launch/prepare-database.ts";
import { copyRows, countAndEmpty, createPeer, type Tables } from "./copy-rows.ts";
import type { Imported } from "./import-upload.ts";
import {
  BRANCHES,
  CNPJS,
  LINES_A_DOCUMENT,
  makeCatalogue,
  makeCsv,
  makeZip,
} from "./make-uploads.ts";

const { values } = parseArgs({
  options: {
    notes: { type: "string", default: "100000" },
    lines: { type: "string", default: "1000000" },
    products: { type: "string", default: "200000" },
    turns: { type: "string", default: "1" },
  },
});
const MEMORY_LIMIT_MB = 300;
/** The heap that the importing process gets: with more, Node keeps garbage as long as it likes. */
const HEAP_MB = 128;
/** A statement a document, instead of one a batch, falls far below. */
const LEAST_RATIO = 0.02;
const MEGABYTE = 1024 * 1024;

/** What is imported: a file, and how many documents come of it. */
interface Upload {
  title: string;
  /** What is counted a second. */
  unit: string;
  units: number;
  file: string;
  documents: number;
  make: (file: string, units: number) => Promise<void>;
  /** Rows that come of it. */
  tables: Tables;
}

const directory = mkdtempSync(path.join(tmpdir(), "enlace-bench-"));
const storeDirectory = path.join(directory, "files");
const copyDirectory = path.join(directory, "copy");
mkdirSync(copyDirectory);
const notes = Number(values.notes);
const receipts = Math.floor(Number(values.lines) / LINES_A_DOCUMENT);
const products = Math.floor(Number(values.products) / BRANCHES);
const salesOf = (documents: number): Tables => ({
  sales: documents,
  sale_lines: documents * LINES_A_DOCUMENT,
  sale_payments: documents,
});
const uploads: Upload[] = [
  {
    title: "zip of notes",
    unit: "notes",
    units: notes,
    file: path.join(directory, "notas.zip"),
    documents: notes,
    make: makeZip,
    tables: salesOf(notes),
  },
  {
    title: "CSV of sales",
    unit: "lines",
    units: receipts * LINES_A_DOCUMENT,
    file: path.join(directory, "vendas.csv"),
    documents: receipts,
    make: makeCsv,
    tables: salesOf(receipts),
  },
  {
    title: "CSV of products, prices and stock",
    unit: "lines",
    units: products * BRANCHES,
    file: path.join(directory, "produtos.csv"),
    documents: products * BRANCHES,
    make: makeCatalogue,
    tables: {
      products,
      product_prices: products * BRANCHES,
      product_stock: products * BRANCHES,
    },
  },
].filter(({ units }) => units > 0);

const server = await startEmbeddedServer(directory);
try {
  const url = await createDatabase(server, "bench");
  await migrateDatabase(url);
  const sql = postgres(server.adminUrlOf("bench"), { max: 1, onnotice: () => undefined });
  await sql`insert into organizations (id, name) overriding system value values (1, 'Drogarias Medida')`;
  await sql`
    insert into branches (organization_id, code, name, cnpj, city, state)
    select 1, n::text, 'Loja ' || n, cnpj, 'Campinas', 'SP'
      from unnest(${CNPJS}::text[]) with ordinality as given(cnpj, n)`;
  for (const tables of new Map(
    uploads.map(({ tables }) => [Object.keys(tables).join(), tables]),
  ).values())
    await createPeer(sql, tables);
  for (const upload of uploads) {
    await upload.make(upload.file, upload.units);
    await compare(sql, url, upload);
  }
  await sql.end();
} finally {
  server.stop();
  rmSync(directory, { recursive: true, force: true });
}

/** Turn and turn about, so that neither has the quieter machine. */
async function compare(sql: postgres.Sql, url: string, upload: Upload): Promise<void> {
  const { title, unit, units, file, tables } = upload;
  const ours: Imported[] = [];
  const theirs: number[] = [];
  let whole = true;
  console.log(
    `\n${title}: ${units.toLocaleString("en")} ${unit}, ${(statSync(file).size / MEGABYTE).toFixed(0)} MB`,
  );
  for (let turn = 0; turn < Number(values.turns); turn += 1) {
    const { importId, imported } = await importUpload(sql, url, file);
    ours.push(imported);
    const { seconds, rows } = await copyRows(sql, copyDirectory, tables);
    theirs.push(seconds);
    whole &&= await isWhole(sql, importId, upload, rows);
    console.log(
      `turn ${turn + 1}: COPY of its ${rows.toLocaleString("en")} rows ${seconds.toFixed(1)} s · import ${imported.seconds.toFixed(1)} s (${imported.cpuSeconds.toFixed(1)} s of CPU)`,
    );
  }
  const time = median(ours.map(({ seconds }) => seconds));
  const limit = median(theirs);
  const peak = Math.max(...ours.map(({ peakBytes }) => peakBytes)) / MEGABYTE;
  const idle = Math.max(...ours.map(({ idleBytes }) => idleBytes)) / MEGABYTE;
  console.log(`COPY               ${rate(units, limit)} ${unit}/s`);
  console.log(`import             ${rate(units, time)} ${unit}/s`);
  console.log(`ratio              ${(limit / time).toFixed(3)} (target: at least ${LEAST_RATIO})`);
  console.log(
    `peak memory        ${peak.toFixed(0)} MB, ${idle.toFixed(0)} MB before it began (target: below ${MEMORY_LIMIT_MB} MB)`,
  );
  console.log(`all taken, once    ${whole ? "yes" : "NO"}`);
  if (!whole || limit / time < LEAST_RATIO || peak >= MEMORY_LIMIT_MB) process.exitCode = 1;
}

/** The file as an upload that has arrived, and its job in a process whose memory is its own. */
async function importUpload(
  sql: postgres.Sql,
  url: string,
  file: string,
): Promise<{ importId: number; imported: Imported }> {
  const store = await openFileStore({
    FILES_DIR: storeDirectory,
    S3_REGION: "",
    S3_BUCKET: undefined,
    S3_ENDPOINT: undefined,
    S3_ACCESS_KEY_ID: undefined,
    S3_SECRET_ACCESS_KEY: undefined,
  });
  const key = newStorageKey(1, "imports", 1);
  await store.put(key, createReadStream(file));
  const source = path.extname(file).slice(1);
  const [row] = await sql<{ id: string }[]>`
    insert into imports (organization_id, source, name, storage_key, bytes, requested_name)
    values (1, ${source}, ${path.basename(file)}, ${key}, ${statSync(file).size}, 'Medida') returning id`;
  const importId = Number(row?.id);
  const script = path.join(import.meta.dirname, "import-upload.ts");
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      `--max-old-space-size=${HEAP_MB}`,
      // Pages of the young generation count too: with V8's own 32 MB most of the time went into collecting.
      "--max-semi-space-size=8",
      "--expose-gc",
      "--import",
      "tsx",
      script,
      url,
      storeDirectory,
      String(importId),
    ],
    { maxBuffer: 1_000_000 },
  );
  return { importId, imported: JSON.parse(stdout) as Imported };
}

/** Whether every document was taken and nothing is missing or doubled; empties the tables for the next turn. */
async function isWhole(
  sql: postgres.Sql,
  importId: number,
  { documents, tables }: Upload,
  copied: number,
): Promise<boolean> {
  const [row] = await sql<{ status: string; accepted: number; warned: number }[]>`
    select status, accepted, warned from imports where organization_id = 1 and id = ${importId}`;
  const counts = await countAndEmpty(sql, tables);
  const all = Object.values(counts).reduce((sum, rows) => sum + rows, 0);
  return (
    row?.status === "finished" &&
    row.accepted === documents &&
    row.warned === 0 &&
    Object.entries(tables).every(([table, rows]) => counts[table] === rows) &&
    copied === all
  );
}

function rate(units: number, seconds: number): string {
  return Math.round(units / seconds)
    .toLocaleString("en")
    .padStart(9);
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}
