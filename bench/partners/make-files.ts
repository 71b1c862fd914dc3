import { newStorageKey, openFileStore } from "@/lib/engine/file-store.ts";
import { createMovementReader } from "@/lib/engine/read-movements.ts";
import { type Connector, manualOperation, type TaskContext } from "@/lib/connectors/define.ts";
import type { SettingSpec } from "@/lib/connectors/settings.ts";
import type { MovementReader } from "@/lib/core/movement.ts";
import { addDays } from "@/lib/core/period.ts";
import { findConnector } from "@/lib/registry.ts";
import { peakMemory } from "../files/peak-memory.ts";
import { branchCnpj, FIRST_DAY } from "./load-movements.ts";

/** What a child tells its parent, as one line of JSON. */
export interface Made {
  /** Whether it asked for sales at all; a type that sends something else is not measured by them. */
  readsSales: boolean;
  seconds: number;
  files: number;
  rows: number;
  bytes: number;
  refused: number;
  peakBytes: number;
}

/** The operation that sends sales: the one people run by hand, or the first that makes files. */
function operationOf(connector: Connector): string | null {
  return (
    manualOperation(connector)?.name ??
    Object.entries(connector.operations).find(([, operation]) => operation.prepare)?.[0] ??
    null
  );
}

/** A value that the form would take, so that the connector does all of its work. */
function sampleOf({ kind, defaultValue, options, min, required }: SettingSpec): string {
  if (defaultValue !== "" || !required) return defaultValue;
  if (kind === "choice") return options?.[0]?.value ?? "";
  if (kind === "integer") return String(min ?? 1);
  if (kind === "toggle") return "nao";
  if (kind === "url") return "http://127.0.0.1:9";
  if (kind === "email") return "medida@exemplo.example";
  return kind === "table" ? "" : "1";
}

const [url = "", directory = "", id = "", branchCount = "", days = ""] = process.argv.slice(2);
const connector = findConnector(id);
const operation = connector && operationOf(connector);
if (!connector) throw new Error(`no connector ${id}`);
const branches = Array.from({ length: Number(branchCount) }, (_, index) => ({
  id: index + 1,
  code: String(index + 1),
  name: `Loja ${index + 1}`,
  cnpj: branchCnpj(index + 1),
  street: "Rua Um",
  streetNumber: "1",
  district: "",
  city: "Campinas",
  state: "SP",
  postalCode: "13000000",
  active: true,
}));
const controller = new AbortController();
const unused = () => {
  throw new Error("not part of making files");
};
const made: Made = {
  readsSales: false,
  seconds: 0,
  files: 0,
  rows: 0,
  bytes: 0,
  refused: 0,
  peakBytes: 0,
};
const reader = createMovementReader({ url }, 1, null, controller.signal);
const movements = new Proxy(reader, {
  get(target, name: keyof MovementReader) {
    if (name === "sales" || name === "saleLines") made.readsSales = true;
    return target[name];
  },
});
const valueOf = (key: string) => {
  const spec = connector.settings.find((setting) => setting.key === key);
  if (!spec) throw new Error(`${id} has no setting ${key}`);
  return sampleOf(spec);
};
const ctx: TaskContext<string> = {
  organization: { id: 1, name: "Drogarias Medida", timeZone: "America/Sao_Paulo" },
  integrationId: 1,
  settings: {
    text: valueOf,
    integer: (key) => Number(valueOf(key)),
    flag: (key) => valueOf(key) === "sim",
    forBranch: (_key, branchId) => String(branchId),
  },
  branches,
  http: unused,
  ftp: unused,
  sftp: unused,
  log: () => undefined,
  signal: controller.signal,
  now: () => new Date("2026-06-01T06:00:00Z"),
  task: {
    id: 1,
    generation: 1,
    startedAt: new Date("2026-06-01T06:00:00Z"),
    moment: async () => new Date("2026-06-01T06:00:00Z"),
    resend: false,
    register: null,
  },
  period: { first: FIRST_DAY, last: addDays(FIRST_DAY, Number(days) - 1) },
  movements,
  ledger: {
    accepted: async () => new Set(),
    totals: async () => [],
    lastFile: async () => ({ day: null, waiting: false }),
  },
  state: {
    get: async () => null,
    getMany: async () => new Map(),
    set: async () => undefined,
    compareAndSet: async () => true,
  },
  notify: () => undefined,
  refuse: () => void (made.refused += 1),
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
for await (const file of connector.operations[operation ?? ""]?.prepare?.(ctx) ?? []) {
  const stored = await store.put(newStorageKey(1, "tasks", 1), file.body, controller.signal);
  made.files += 1;
  made.rows += file.rows();
  made.bytes += stored.bytes;
}
made.seconds = (performance.now() - started) / 1000;
made.peakBytes = peakMemory();
process.stdout.write(`${JSON.stringify(made)}\n`);
process.exit(0);
