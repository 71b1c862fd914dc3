// Long because it is the whole contract between a connector and the engine, read in one go.
import type { Article } from "@/lib/core/article.ts";
import type { LogLevel } from "@/lib/core/log-level.ts";
import type { LedgerRecord } from "@/lib/core/ledger-record.ts";
import type { Branch, MovementReader } from "@/lib/core/movement.ts";
import type { Cents } from "@/lib/core/money.ts";
import type { PartnerPromotion } from "@/lib/core/partner-promotion.ts";
import type { Day, Period } from "@/lib/core/period.ts";
import type { ProductField } from "@/lib/core/product-field.ts";
import {
  isHour,
  type MissedRule,
  type PeriodRule,
  type ScheduleRule,
} from "@/lib/core/schedule.ts";
import type { SecondSending } from "@/lib/core/second-sending.ts";
import { refuseSetting, type SettingSpec } from "./settings.ts";
import type { FtpTransport, HttpTransport, SftpTransport } from "./transports/types.ts";

/** How sure we are of the partner's contract; shown on screen as it is. */
export type ContractStatus = "published" | "observed" | "generic";

/** What the person reads about the contract. */
export const CONTRACT_LABEL: Record<ContractStatus, string> = {
  published: "formato confirmado, publicado pelo parceiro",
  observed: "formato observado em integrações em uso",
  generic: "formato presumido, não publicado pelo parceiro",
};

/** What the help page of a type tells a client, in Portuguese. */
export interface ConnectorGuide {
  /** What travels and what the client gets from it: one or two sentences. */
  about: string;
  /** What the client must ask the partner for before the integration can be registered. */
  ask: readonly string[];
  /** What happens once it is active: rhythm, directions, what is left out and why. */
  how: readonly string[];
  /** What is assumed because the partner publishes no contract; empty when nothing is. */
  assumed: readonly string[];
}

/** A record the partner (or our own check before sending) did not take. */
export interface Rejection {
  key: string;
  code: string;
  /** Portuguese, free of secrets and personal data. */
  message: string;
}

/** A file that `prepare` yields. The engine streams `body` to the store before anything is sent. */
export interface PreparedFile {
  /** Unique within the task and its generation; stable when prepared again after a crash. */
  name: string;
  contentType: string;
  branchId?: number;
  day?: Day;
  body: AsyncIterable<string | Uint8Array>;
  /** How many records the body holds; read after the body has ended. */
  rows: () => number;
  /** Present when the operation keeps a ledger (see {@link Operation.ledger}). */
  records?: LedgerRecord[];
}

/** A file in the store, on its way. */
export interface StoredFile {
  id: number;
  name: string;
  contentType: string;
  branchId: number | null;
  day: Day | null;
  bytes: number;
  rows: number;
  sha256: string;
  /** What an earlier answer left, for `confirm` to ask with. */
  receipt: string | null;
  /** A delivery was begun earlier and its answer was lost. */
  uncertain: boolean;
  records: LedgerRecord[];
  open(): AsyncIterable<Uint8Array>;
  text(): Promise<string>;
}

/** The partner's answer. `sent`: received, to be confirmed later. `done`: accepted. */
export interface Delivered {
  status: "sent" | "done";
  /** The partner's protocol, lot id or remote name. */
  receipt?: string;
  /** Records refused out of this file; the rest counts as accepted. Any makes the file *Falha no envio*. */
  rejections?: Rejection[];
}

/** What a `confirm` finds. */
export type Confirmation =
  | { status: "pending" }
  | { status: "done"; rejections?: Rejection[] }
  | { status: "failed"; detail: string; rejections?: Rejection[] };

/** What a `collect` brings in. */
export type Collected =
  /**
   * `promotion` is what a till needs of it: given for promotions that are for everybody, it takes
   * the item to the ERP.
   */
  | {
      type: "item";
      kind: string;
      key: string;
      title: string;
      branchId?: number;
      validFrom?: Day;
      validTo?: Day;
      data: unknown;
      promotion?: PartnerPromotion;
    }
  /**
   * The partner said all it has of a kind for a branch: what it did not name in this task and is
   * not over is withdrawn.
   */
  | { type: "listed"; kind: string; branchId: number }
  /** The partner took one back. One that never came is no matter. */
  | { type: "withdrawn"; kind: string; key: string; branchId: number }
  | {
      type: "run";
      operation: string;
      period: Period;
      branchId: number;
      register?: string;
      reason: string;
    }
  /** Something a partner knows better about a product: offered to a person field by field, never written by itself. */
  | {
      type: "proposal";
      productCode: string;
      ean: string;
      fields: ReadonlyArray<{ field: ProductField; value: string; note?: string }>;
    }
  /** A price for the branches of a zone: shown beside today's price until a person applies it. */
  | {
      type: "suggestion";
      returnedOn: Day;
      zoneCode: string;
      productCode: string;
      ean: string;
      suggestedCents: Cents;
      lowestCents: Cents | null;
      highestCents: Cents | null;
      reason: string;
      validTo: Day | null;
    }
  /**
   * Remembered in {@link ConnectorState}, in one transaction with the items before it: a cursor
   * never runs ahead of what it stands for.
   */
  | { type: "state"; key: string; value: string };

/**
 * A small memory of the integration, kept from task to task: cursors, what a partner was found not to have,
 * ids it accepted last. Short texts only, never a secret or anybody's data. Written only while the attempt
 * still holds its task: a zombie's late write is refused.
 */
export interface ConnectorState {
  /** null when nothing is remembered, or no longer. */
  get(key: string): Promise<string | null>;
  /** Those of `keys` that are remembered. */
  getMany(keys: readonly string[]): Promise<Map<string, string>>;
  /** A value of null forgets. */
  set(key: string, value: string | null, options?: { expiresAt?: Date }): Promise<void>;
  /** Sets it if it still is `expected` (null: nothing); false when another was faster. */
  compareAndSet(
    key: string,
    expected: string | null,
    value: string,
    options?: { expiresAt?: Date },
  ): Promise<boolean>;
}

/** Reads the values of the settings `Key`. Members are properties: methods would take any key. */
export interface SettingReader<Key extends string> {
  text: (key: Key) => string;
  integer: (key: Key) => number;
  flag: (key: Key) => boolean;
  forBranch: (key: Key, branchId: number) => string;
}

/** Reads settings that are texts, and nothing else. */
export type TextReader<Key extends string> = Pick<SettingReader<Key>, "text">;

/** What a preview may read: plain values of the integration. */
export type PreviewReader<Key extends string> = Omit<SettingReader<Key>, "forBranch">;

/** Everything a connector may touch. `Key` names the settings that the function with it reads. */
export interface ConnectorContext<Key extends string = never> {
  organization: { id: number; name: string; timeZone: string };
  integrationId: number;
  /** Typed and decrypted. Unknown keys throw: the spec is the contract. */
  settings: SettingReader<Key>;
  /** The integration's active branches, or the one branch a resend was asked for. */
  branches: readonly Branch[];
  http: HttpTransport;
  ftp: FtpTransport;
  sftp: SftpTransport;
  log(level: LogLevel, text: string, details?: Record<string, unknown>): void;
  signal: AbortSignal;
  now(): Date;
}

export interface TaskContext<Key extends string = never> extends ConnectorContext<Key> {
  task: {
    id: number;
    /** 1 at first; a person's reprocess adds one. Names of batches must carry it when batches may differ. */
    generation: number;
    /** Moment of this generation's first attempt: stable across crashes. Others may have begun in the same second. */
    startedAt: Date;
    /**
     * A whole second near the start that no other task of the organization's integrations of this
     * connector has: for names with a time. The same in every attempt and after a reprocess.
     */
    moment(): Promise<Date>;
    /** The partner asked for these records again: the ledger is not consulted. */
    resend: boolean;
    register: string | null;
  };
  period: Period;
  movements: MovementReader;
  ledger: {
    /** Which of these keys the partner already accepted. */
    accepted(keys: readonly string[]): Promise<Set<string>>;
    /** Sums of what was accepted, by register, for one branch and day of another operation. */
    totals(
      operation: string,
      branchId: number,
      day: Day,
    ): Promise<
      Array<{ register: string; kind: LedgerRecord["kind"]; count: number; amountCents: Cents }>
    >;
    /**
     * The day of the newest file of an operation that was accepted for a branch, and whether
     * another one still has no answer: what a file that must follow the last one goes by.
     */
    lastFile(operation: string, branchId: number): Promise<{ day: Day | null; waiting: boolean }>;
  };
  state: ConnectorState;
  /** Notes a record that our own check refuses before sending; it is listed on the task and the rest goes on. */
  refuse(rejection: Rejection & { branchId?: number; day?: Day }): void;
  /**
   * A sentence for the e-mail that goes out when the task ends well (see {@link Connector.notify}):
   * free of secrets and of anybody's data.
   */
  notify(sentence: string): void;
}

/** One kind of work a connector offers. Either `prepare` + `deliver` (out), or `collect` (in), or `flow`. */
export interface Operation<Key extends string = string> {
  label: string;
  schedule: ScheduleRule;
  period: PeriodRule;
  missed?: MissedRule;
  /** Absent = "Executar integração" is not offered. At most one operation of a connector has it. */
  manualRun?: { maxDays: number };
  /**
   * What its files tell about people, in Portuguese ("CPF e contato de clientes"): only who has the
   * right may download them. Absent = nothing, which the conformance suite holds.
   */
  personal?: string;
  /** Keep a record-by-record account of what the partner accepted. */
  ledger?: boolean;
  /**
   * How many records a request holds at most: a number, or the setting that says it. Absent = the
   * partner names no such limit.
   */
  maxRecords?: number | { setting: Key };
  /**
   * What the partner makes of a day that goes to it again. Absent = its files stand for no days, as
   * those of a catalogue, which the conformance suite holds.
   */
  secondSending?: SecondSending;
  prepare?: (ctx: TaskContext<Key>) => AsyncIterable<PreparedFile>;
  deliver?: (ctx: TaskContext<Key>, file: StoredFile) => Promise<Delivered>;
  /**
   * Every file of the task was accepted, or there was none: the place to move a cursor in
   * `ctx.state`. A crash before it only makes the next task send again.
   */
  accepted?: (ctx: TaskContext<Key>) => Promise<void>;
  /** Called before a repeated delivery whose first answer was lost; null = the partner does not have it. */
  look?: (ctx: TaskContext<Key>, file: StoredFile) => Promise<Delivered | null>;
  confirm?: (ctx: TaskContext<Key>, file: StoredFile) => Promise<Confirmation>;
  /** Minutes between two confirmations, and hours after which waiting becomes a failure. */
  confirmEvery?: { minutes: number; giveUpHours: number };
  collect?: (ctx: TaskContext<Key>) => AsyncIterable<Collected>;
  /**
   * The work joins several systems, and its module provides it: `subject` carries one thing through
   * steps, `pass` looks over all of them.
   */
  flow?: "subject" | "pass";
  /**
   * Runs on demand and while the integration is inactive too: it looks and keeps what it saw, and
   * changes nothing at a partner. What sets an integration up comes before its activation.
   */
  prepares?: true;
}

/** Calls a partner allows: shared by all processes and integrations with the same `key`. */
export interface RateBudget {
  calls: number;
  perSeconds: number;
  /** How many may go at once before the rhythm applies; 1 when left out. */
  burst?: number;
}

export interface Connector<Key extends string = string> {
  id: string;
  name: string;
  /** The article of the name, for "pela Smarket" and "pelo WebCompras"; "a" when left out. */ article?: Article /** One sentence for the catalogue: what this partner is and what travels. */;
  summary: string;
  /**
   * An SVG path of strokes on a grid of 24 by 24, made for the hub: what the partner does, never
   * its logo. A plug when left out.
   */
  icon?: string;
  contract: ContractStatus;
  guide: ConnectorGuide;
  transport: "ftp" | "sftp" | "rest";
  settings: readonly SettingSpec<Key>[];
  budget?: RateBudget;
  /**
   * Key of the setting that holds an e-mail address: it is written to when a task fails, and when one
   * that ended well has something to tell; once a task, however often it is tried.
   */
  notify?: NoInfer<Key>;
  /** "Testar conexão": the cheapest call that needs the credentials. Returns what it saw, in Portuguese. */
  check: (ctx: ConnectorContext<NoInfer<Key>>) => Promise<string>;
  /**
   * Lines of a file that this registration would make, of invented records, for the window in which the
   * setting is filled. Only plain values of the integration are there; throws `settings` where they cannot be.
   */
  preview?: (settings: PreviewReader<NoInfer<Key>>, setting: string) => string[];
  operations: Readonly<Record<string, Operation<NoInfer<Key>>>>;
}

/**
 * Declares a connector. Its settings say which keys its functions may read; any other does not
 * compile. What types cannot tell is checked by {@link checkConnector}.
 */
export function defineConnector<const Key extends string = never>(
  connector: Connector<Key>,
  ..._lost: string extends Key ? ["a setting is declared with any string as its key"] : []
): Connector {
  return checkConnector(connector);
}

/** Throws what is wrong with a declaration, whatever its keys are. */
export function checkConnector(connector: Connector): Connector {
  const manual = Object.values(connector.operations).filter((operation) => operation.manualRun);
  if (manual.length > 1) throw new Error(`${connector.id}: more than one operation with manualRun`);
  for (const [name, operation] of Object.entries(connector.operations)) {
    const kinds = [
      operation.prepare && operation.deliver,
      operation.collect,
      operation.flow,
    ].filter(Boolean);
    if (kinds.length !== 1)
      throw new Error(`${connector.id}.${name}: either prepare and deliver, or collect, or flow`);
    const onDemand = operation.flow === "subject" || operation.prepares === true;
    if ((operation.schedule.kind === "demand") !== onDemand)
      throw new Error(
        `${connector.id}.${name}: what carries subjects or prepares runs on demand, and nothing else does`,
      );
    if (operation.secondSending && !operation.prepare)
      throw new Error(`${connector.id}.${name}: only what is sent can be sent a second time`);
    refuseRule(connector, name, operation.schedule);
    const limit = operation.maxRecords;
    if (typeof limit === "object" && !connector.settings.some(({ key }) => key === limit.setting))
      throw new Error(`${connector.id}.${name}: there is no setting ${limit.setting}`);
  }
  if (connector.settings.some(({ previewed }) => previewed) !== (connector.preview !== undefined))
    throw new Error(
      `${connector.id}: settings are previewed by a preview, and a preview is of settings`,
    );
  return connector;
}

/** An hour or an interval that is a setting: one plain value for the integration, whose default is the rule's own. */
function refuseRule({ id, settings }: Connector, name: string, rule: ScheduleRule): void {
  if (rule.kind !== "daily" && rule.kind !== "every") return;
  if (rule.kind === "daily" && !isHour(rule.at))
    throw new Error(`${id}.${name}: "${rule.at}" is no hour`);
  if (rule.kind === "every" && !(rule.minutes > 0))
    throw new Error(`${id}.${name}: every ${rule.minutes} minutes is no interval`);
  if (rule.setting === undefined) return;
  const setting = settings.find(({ key }) => key === rule.setting);
  const own = rule.kind === "daily" ? rule.at : String(rule.minutes);
  if (!setting || setting.kind === "secret" || setting.perBranch || setting.defaultValue !== own)
    throw new Error(
      `${id}.${name}: the ${rule.kind === "daily" ? "hour" : "interval"} must be a plain setting of the integration, with ${own} as its default`,
    );
  if (rule.kind === "every" && refuseSetting(setting, own) !== null)
    throw new Error(`${id}.${name}: ${own} is outside what its setting takes`);
}

/** The operation that "Executar integração" runs, if any. */
export function manualOperation(
  connector: Connector,
): { name: string; operation: Operation; maxDays: number } | null {
  for (const [name, operation] of Object.entries(connector.operations)) {
    if (operation.manualRun) return { name, operation, maxDays: operation.manualRun.maxDays };
  }
  return null;
}
