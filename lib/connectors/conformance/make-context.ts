import { createHash } from "node:crypto";
import type { LogLevel } from "@/lib/core/log-level.ts";
import type { ControlledMovement } from "@/lib/core/controlled.ts";
import type { Sale } from "@/lib/core/movement.ts";
import type {
  Collected,
  Connector,
  Delivered,
  PreparedFile,
  Rejection,
  StoredFile,
  TaskContext,
} from "../define.ts";
import type { LedgerRecord } from "@/lib/core/ledger-record.ts";
import { placeKey } from "@/lib/core/setting-place.ts";
import { createFtp } from "../transports/ftp.ts";
import { createHttp } from "../transports/http.ts";
import { rememberHosts } from "../transports/test-options.ts";
import { createSftp } from "../transports/sftp.ts";
import { FIXED_DAY, fixedSales, makeBranch } from "./fixed-day.ts";
import { readerOver } from "./read-in-memory.ts";
import { type RememberedState, stateInMemory } from "./state-in-memory.ts";

/** What a run of a connector without an engine leaves behind, for a test to look at. */
export interface Bench {
  ctx: TaskContext<string>;
  lines: Array<{ level: LogLevel; text: string; details?: Record<string, unknown> }>;
  refused: Rejection[];
  notified: string[];
  accepted: Map<string, LedgerRecord>;
  abort(): void;
  prepare(operation: string): Promise<StoredFile[]>;
  deliver(operation: string, file: StoredFile): Promise<Delivered>;
  /** What an operation takes in; what it remembers on the way counts at once. */
  collect(operation: string): Promise<Collected[]>;
}

interface BenchOptions {
  settings: Record<string, string>;
  sales?: Iterable<Sale>;
  task?: Partial<TaskContext["task"]>;
  period?: TaskContext["period"];
  accepted?: Map<string, LedgerRecord>;
  remembered?: RememberedState;
  /** What `ledger.lastFile` answers, by `operation:branch`. */
  lastFiles?: Record<string, { day: string | null; waiting: boolean }>;
  /** Controlled movements in place of the fixed day's. */
  controlled?: Iterable<ControlledMovement>;
}

/** A connector with real transports, movements in memory and an account of accepted records of its own. */
export function openBench(connector: Connector, options: BenchOptions): Bench {
  const controller = new AbortController();
  const { signal } = controller;
  const lines: Bench["lines"] = [];
  const refused: Rejection[] = [];
  const notified: string[] = [];
  const accepted = options.accepted ?? new Map<string, LedgerRecord>();
  const log: TaskContext["log"] = (level, text, details) =>
    void lines.push({ level, text, details });
  const valueOf = (key: string) => {
    const spec = connector.settings.find((setting) => setting.key === key);
    if (!spec) throw new Error(`${connector.id} has no setting ${key}`);
    return options.settings[key] ?? spec.defaultValue;
  };
  const secrets = connector.settings
    .filter((setting) => setting.kind === "secret")
    .map((setting) => valueOf(setting.key));
  const wiring = {
    claimBudget: async () => undefined,
    log,
    secrets,
    signal,
    allowPrivate: ["127.0.0.1", "localhost"],
  };
  const branches = [makeBranch({ id: 1 }), makeBranch({ id: 2 })];
  const now = () => new Date("2026-03-06T06:00:00Z");
  const state = stateInMemory(options.remembered ?? new Map(), now);
  const startedAt = new Date("2026-03-06T05:00:00Z");
  const ctx: TaskContext<string> = {
    organization: { id: 1, name: "Drogarias Modelo", timeZone: "America/Sao_Paulo" },
    integrationId: 1,
    settings: {
      text: valueOf,
      integer: (key) => Number(valueOf(key)),
      flag: (key) => valueOf(key) === "sim",
      forBranch: (key, branchId) =>
        options.settings[placeKey({ key, branchId })] ?? String(branchId),
    },
    branches,
    http: createHttp(wiring, async () => undefined),
    ftp: createFtp(wiring),
    sftp: createSftp({ ...wiring, knownHosts: rememberHosts() }),
    log,
    signal,
    now,
    task: {
      id: 1,
      generation: 1,
      startedAt,
      moment: async () => options.task?.startedAt ?? startedAt,
      resend: false,
      register: null,
      ...options.task,
    },
    period: options.period ?? { first: FIXED_DAY, last: FIXED_DAY },
    movements: readerOver(options.sales ?? fixedSales(), signal, options.controlled),
    ledger: {
      accepted: async (keys) => new Set(keys.filter((key) => accepted.has(key))),
      totals: async (_operation, branchId, day) => {
        const sums = new Map<
          string,
          { register: string; kind: LedgerRecord["kind"]; count: number; amountCents: number }
        >();
        for (const record of accepted.values()) {
          if (record.branchId !== branchId || record.day !== day) continue;
          const sum = sums.get(record.register + record.kind) ?? {
            register: record.register,
            kind: record.kind,
            count: 0,
            amountCents: 0,
          };
          sums.set(record.register + record.kind, {
            ...sum,
            count: sum.count + 1,
            amountCents: sum.amountCents + record.amountCents,
          });
        }
        return [...sums.values()];
      },
      lastFile: async (operation, branchId) =>
        options.lastFiles?.[`${operation}:${branchId}`] ?? { day: null, waiting: false },
    },
    state,
    refuse: (rejection) => void refused.push(rejection),
    notify: (sentence) => void notified.push(sentence),
  };
  const operationOf = (name: string) => {
    const operation = connector.operations[name];
    if (!operation) throw new Error(`${connector.id} has no operation ${name}`);
    return operation;
  };
  return {
    ctx,
    lines,
    refused,
    notified,
    accepted,
    abort: () => controller.abort(),
    prepare: async (name) => {
      const files: StoredFile[] = [];
      for await (const prepared of operationOf(name).prepare?.(ctx) ?? [])
        files.push(await store(prepared, files.length + 1));
      return files;
    },
    deliver: async (name, file) => {
      const answer = await operationOf(name).deliver!(ctx, file);
      const rejected = new Set(answer.rejections?.map(({ key }) => key));
      for (const record of file.records)
        if (!rejected.has(record.key)) accepted.set(record.key, record);
      return answer;
    },
    collect: async (name) => {
      const all: Collected[] = [];
      for await (const collected of operationOf(name).collect?.(ctx) ?? []) {
        if (collected.type === "state") await state.set(collected.key, collected.value);
        all.push(collected);
      }
      return all;
    },
  };
}

async function store(file: PreparedFile, id: number): Promise<StoredFile> {
  const chunks: Buffer[] = [];
  for await (const chunk of file.body) chunks.push(Buffer.from(chunk));
  const bytes = Buffer.concat(chunks);
  return {
    id,
    name: file.name,
    contentType: file.contentType,
    branchId: file.branchId ?? null,
    day: file.day ?? null,
    bytes: bytes.length,
    rows: file.rows(),
    sha256: createHash("sha256").update(bytes).digest("hex"),
    receipt: null,
    uncertain: false,
    records: file.records ?? [],
    open: async function* () {
      yield bytes;
    },
    text: async () =>
      new TextDecoder(/charset=([\w-]+)/i.exec(file.contentType)?.[1] ?? "utf-8").decode(bytes),
  };
}
