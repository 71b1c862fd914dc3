import { newStorageKey, openFileStore } from "@/lib/engine/file-store.ts";
import { createMovementReader } from "@/lib/engine/read-movements.ts";
import type { TaskContext } from "@/lib/connectors/define.ts";
import { smarket } from "@/lib/connectors/smarket/index.ts";
import { addDays } from "@/lib/core/period.ts";
import { peakMemory } from "./peak-memory.ts";
import { FIRST_DAY } from "./load-sales.ts";

/** What the child tells its parent, as one line of JSON. */
export interface Made {
  seconds: number;
  rows: number;
  sha256: string;
  bytes: number;
  storedBytes: number;
  peakBytes: number;
}

/**
 * The hub's own way in a process of its own: the connector's `prepare` on the movement reader, each file
 * into the store. Arguments: database, folder, branches, days.
 */
const [url = "", directory = "", branchCount = "", days = ""] = process.argv.slice(2);
const branches = Array.from({ length: Number(branchCount) }, (_, index) => ({
  id: index + 1,
  code: String(index + 1),
  name: `Loja ${index + 1}`,
  cnpj: String(index + 1).padStart(14, "0"),
  street: "",
  streetNumber: "",
  district: "",
  city: "Campinas",
  state: "SP",
  postalCode: "",
  active: true,
}));
const controller = new AbortController();
const unused = () => {
  throw new Error("not part of making files");
};
const ctx: TaskContext<string> = {
  organization: { id: 1, name: "Drogarias Medida", timeZone: "America/Sao_Paulo" },
  integrationId: 1,
  settings: { text: () => "1", integer: () => 1, flag: () => false, forBranch: () => "1" },
  branches,
  http: unused,
  ftp: unused,
  sftp: unused,
  log: () => undefined,
  signal: controller.signal,
  now: () => new Date(),
  task: {
    id: 1,
    generation: 1,
    startedAt: new Date("2026-06-01T06:00:00Z"),
    moment: async () => new Date("2026-06-01T06:00:00Z"),
    resend: false,
    register: null,
  },
  period: { first: FIRST_DAY, last: addDays(FIRST_DAY, Number(days) - 1) },
  movements: createMovementReader({ url }, 1, null, controller.signal),
  ledger: {
    accepted: async () => new Set(),
    totals: async () => [],
    lastFile: async () => ({ day: null, waiting: false }),
  },
  state: { get: unused, getMany: unused, set: unused, compareAndSet: unused },
  notify: () => undefined,
  refuse: unused,
};
const store = await openFileStore({
  FILES_DIR: directory,
  S3_REGION: "",
  S3_BUCKET: undefined,
  S3_ENDPOINT: undefined,
  S3_ACCESS_KEY_ID: undefined,
  S3_SECRET_ACCESS_KEY: undefined,
});

const started = performance.now();
const made: Made = { seconds: 0, rows: 0, sha256: "", bytes: 0, storedBytes: 0, peakBytes: 0 };
for await (const file of smarket.operations.files?.prepare?.(ctx) ?? []) {
  const stored = await store.put(newStorageKey(1, "tasks", 1), file.body, controller.signal);
  // The coupons are the file in question; the registers beside it are small.
  if (file.rows() > made.rows) Object.assign(made, stored, { rows: file.rows() });
}
made.seconds = (performance.now() - started) / 1000;
made.peakBytes = peakMemory();
process.stdout.write(`${JSON.stringify(made)}\n`);
process.exit(0);
