import { openDatabase } from "@/db/client.ts";
import { openFileStore } from "@/lib/engine/file-store.ts";
import { runImport } from "@/lib/inbox/run-import.ts";
import { peakMemory, resetPeakMemory } from "../files/peak-memory.ts";

/** What the child tells its parent, as one line of JSON. */
export interface Imported {
  seconds: number;
  /** Of these, what it computed itself: the rest it waited for Postgres, or for its turn on the machine. */
  cpuSeconds: number;
  /** What the process held before it began. */
  idleBytes: number;
  peakBytes: number;
}

/** The job of one import in a process of its own. Arguments: database, folder of the store, import. */
const [url = "", directory = "", importId = ""] = process.argv.slice(2);
const database = openDatabase(url, { max: 2 });
const store = await openFileStore({
  FILES_DIR: directory,
  S3_REGION: "",
  S3_BUCKET: undefined,
  S3_ENDPOINT: undefined,
  S3_ACCESS_KEY_ID: undefined,
  S3_SECRET_ACCESS_KEY: undefined,
});
resetPeakMemory();
const imported: Imported = { seconds: 0, cpuSeconds: 0, idleBytes: peakMemory(), peakBytes: 0 };
const before = process.cpuUsage();
const started = performance.now();
await runImport({ organizationId: 1, importId: Number(importId) }, new AbortController().signal, {
  db: database.db,
  store,
  now: new Date("2026-06-01T12:00:00Z"),
});
imported.seconds = (performance.now() - started) / 1000;
const { user, system } = process.cpuUsage(before);
imported.cpuSeconds = (user + system) / 1_000_000;
imported.peakBytes = peakMemory();
await database.close();
process.stdout.write(`${JSON.stringify(imported)}\n`);
