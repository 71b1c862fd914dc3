import { sql } from "drizzle-orm";
import { bigint, boolean, date, foreignKey, index, integer, jsonb, pgTable, primaryKey, text, unique, uniqueIndex } from "drizzle-orm/pg-core";
import type { PartnerPromotion } from "../../lib/core/partner-promotion.ts";
import { cents, dateRange, identity, instant, reference } from "./columns.ts";
import { branches, organizations } from "./people.ts";

/** The catalogue of types, written at start from the registry. */
export const connectors = pgTable("connectors", {
  id: text().primaryKey(),
  name: text().notNull(),
  summary: text().notNull(),
  contract: text().notNull(),
  transport: text().notNull(),
  /** Largest period of "Executar integração" in days; null = not offered. */
  manualMaxDays: integer(),
  /** SettingSpec[] without functions. */
  settings: jsonb().notNull(),
  /** Operation name → label, schedule, kind. */
  operations: jsonb().notNull(),
  /** ConnectorGuide: the help page of the type. */
  guide: jsonb().notNull().default({}),
  /** No longer in the registry: existing integrations stay readable, none can be added or run. */
  retired: boolean().notNull().default(false),
});

export const integrations = pgTable(
  "integrations",
  {
    organizationId: reference().notNull().references(() => organizations.id),
    id: identity().notNull(),
    connectorId: text().notNull().references(() => connectors.id),
    description: text().notNull(),
    /** Lower case without accents: what the list searches. */
    searchText: text().notNull().generatedAlwaysAs(sql`enlace_fold(description)`),
    active: boolean().notNull(),
    /** Why the hub itself paused it (refused credentials); cleared when a person activates it. */
    pausedReason: text(),
    intervalMinutes: integer().notNull(),
    /** Raised by every save; a save with an older one is refused. */
    version: integer().notNull().default(1),
    /** Kept by a trigger on tasks, so that the list can filter and sort by it. */
    lastTaskId: reference(),
    lastTaskStatus: text(),
    lastTaskAt: instant(),
    /** Named by the form that registers it: sent twice, it makes one integration. */
    registrationKey: text(),
    createdAt: instant().notNull().defaultNow(),
    updatedAt: instant().notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    unique("integrations_registered_once").on(table.organizationId, table.registrationKey),
    index().on(table.id),
    index().on(table.organizationId, table.searchText),
    index().on(table.searchText),
    index().on(table.connectorId, table.searchText),
    index().on(table.lastTaskAt, table.id),
    index("integrations_failing").on(table.id).where(sql`last_task_status = 'failed'`),
    index("integrations_paused").on(table.id).where(sql`paused_reason is not null`),
  ],
);

const ofIntegration = (table: { organizationId: never; integrationId: never }) => foreignKey({ columns: [table.organizationId, table.integrationId], foreignColumns: [integrations.organizationId, integrations.id] }).onDelete("cascade");

export const integrationBranches = pgTable(
  "integration_branches",
  { organizationId: reference().notNull(), integrationId: reference().notNull(), branchId: reference().notNull() },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.integrationId, table.branchId] }),
    ofIntegration(table as never),
    foreignKey({ columns: [table.organizationId, table.branchId], foreignColumns: [branches.organizationId, branches.id] }),
  ],
);

export const integrationSettings = pgTable(
  "integration_settings",
  {
    organizationId: reference().notNull(),
    integrationId: reference().notNull(),
    key: text().notNull(),
    /** 0 = for the whole integration. */
    branchId: reference().notNull().default(0),
    /** Plain value; null when the key is secret. */
    value: text(),
    /** `keyId.iv.tag.ciphertext`, bound to organization, integration and key. */
    ciphertext: text(),
    updatedBy: text().notNull().default(""),
    updatedAt: instant().notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.integrationId, table.key, table.branchId] }), ofIntegration(table as never)],
);

/** Every save. `snapshot` is shown and compared; `secrets` holds ciphertexts only, for a restore. */
export const integrationVersions = pgTable(
  "integration_versions",
  {
    organizationId: reference().notNull(),
    integrationId: reference().notNull(),
    version: integer().notNull(),
    authorId: reference(),
    authorName: text().notNull(),
    at: instant().notNull().defaultNow(),
    snapshot: jsonb().notNull(),
    secrets: jsonb().notNull(),
    /** What a person reads: which fields changed; a secret only as "alterada". */
    changes: jsonb().notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.integrationId, table.version] }), ofIntegration(table as never)],
);

/** One row an operation of an active integration: when it is due next. */
export const schedules = pgTable(
  "schedules",
  {
    organizationId: reference().notNull(),
    integrationId: reference().notNull(),
    operation: text().notNull(),
    nextRunAt: instant().notNull(),
    /** Why slots pass without a run (no branches, inactive client …): said once in the log, not at every slot. */
    idleReason: text(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.integrationId, table.operation] }), ofIntegration(table as never), index().on(table.nextRunAt)],
);

export const tasks = pgTable(
  "tasks",
  {
    organizationId: reference().notNull(),
    /** The "Código" of the screen. */
    id: identity().notNull(),
    integrationId: reference().notNull(),
    operation: text().notNull(),
    period: dateRange().notNull(),
    status: text({ enum: ["pending", "sent", "done", "failed"] }).notNull().default("pending"),
    failureKind: text(),
    failureReason: text(),
    origin: text({ enum: ["schedule", "person", "partner"] }).notNull(),
    requestedBy: reference(),
    /** The person's name, or "Sistema". */
    requestedName: text().notNull(),
    scheduledFor: instant(),
    /** { branchId?, register?, resend? } of a partner's resend request. */
    parameters: jsonb().$type<{ branchId?: number; register?: string; resend?: boolean }>().notNull().default({}),
    /** 1 at first; a reprocess adds one. */
    generation: integer().notNull().default(1),
    /** Fencing number: only the newest attempt may write. */
    attempt: integer().notNull().default(0),
    /** First moment of this generation and what the database looked like then. */
    generationStartedAt: instant(),
    snapshot: text(),
    /** All files of this generation are in the store. */
    preparedAt: instant(),
    startedAt: instant(),
    finishedAt: instant(),
    /** While pending: the partner could not be reached, and this is when the engine tries again. */
    nextTryAt: instant(),
    cancelRequestedBy: text(),
    /** A run of a flow: whom it carries, and which flow (`reservation`, `situation:vendida`); null otherwise. */
    subjectId: reference(),
    flow: text(),
    records: integer().notNull().default(0),
    createdAt: instant().notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    ofIntegration(table as never),
    unique("tasks_one_per_slot").on(table.organizationId, table.integrationId, table.operation, table.scheduledFor),
    index().on(table.organizationId, table.integrationId, table.id.desc()),
    uniqueIndex("tasks_one_pending_run").on(table.organizationId, table.subjectId, table.flow).where(sql`status = 'pending' and subject_id is not null`),
    index().on(table.organizationId, table.subjectId).where(sql`subject_id is not null`),
    index().on(table.id),
    index().on(table.createdAt),
  ],
);

export const files = pgTable(
  "files",
  {
    organizationId: reference().notNull(),
    id: identity().notNull(),
    taskId: reference().notNull(),
    integrationId: reference().notNull(),
    generation: integer().notNull(),
    name: text().notNull(),
    status: text({ enum: ["pending", "sent", "done", "failed"] }).notNull().default("pending"),
    failureKind: text(),
    failureReason: text(),
    branchId: reference(),
    day: date({ mode: "string" }),
    contentType: text().notNull(),
    rows: integer().notNull(),
    bytes: cents().notNull(),
    sha256: text().notNull(),
    storageKey: text().notNull(),
    /** LedgerRecord[] of a batch, until its answer. */
    records: jsonb(),
    receipt: text(),
    attempts: integer().notNull().default(0),
    /** Set before the partner is called, cleared by its answer: set and not cleared means the answer was lost. */
    deliveringSince: instant(),
    deliveredAt: instant(),
    confirmedAt: instant(),
    nextConfirmAt: instant(),
    /** A reprocess made it anew. */
    supersededAt: instant(),
    /** Retention removed the bytes; the row stays. */
    removedAt: instant(),
    createdAt: instant().notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    foreignKey({ columns: [table.organizationId, table.taskId], foreignColumns: [tasks.organizationId, tasks.id] }).onDelete("cascade"),
    unique("files_one_per_name").on(table.organizationId, table.taskId, table.generation, table.name),
    index().on(table.organizationId, table.integrationId, table.id.desc()),
    index().on(table.id),
    index().on(table.nextConfirmAt).where(sql`next_confirm_at is not null`),
    index("files_kept_by_age").on(table.createdAt).where(sql`removed_at is null`),
  ],
);

/** Records that the partner, or our own check, did not take. */
export const rejections = pgTable(
  "rejections",
  {
    organizationId: reference().notNull(),
    id: identity().notNull(),
    taskId: reference().notNull(),
    fileId: reference(),
    generation: integer().notNull(),
    recordKey: text().notNull(),
    code: text().notNull(),
    message: text().notNull(),
    branchId: reference(),
    day: date({ mode: "string" }),
    at: instant().notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    foreignKey({ columns: [table.organizationId, table.taskId], foreignColumns: [tasks.organizationId, tasks.id] }).onDelete("cascade"),
    index().on(table.organizationId, table.taskId),
  ],
);

/** The account of what a partner accepted, record by record. */
export const acceptedRecords = pgTable(
  "accepted_records",
  {
    organizationId: reference().notNull(),
    integrationId: reference().notNull(),
    operation: text().notNull(),
    recordKey: text().notNull(),
    branchId: reference().notNull(),
    day: date({ mode: "string" }).notNull(),
    register: text().notNull(),
    kind: text({ enum: ["sale", "cancellation", "return", "document"] }).notNull(),
    amountCents: cents().notNull(),
    taskId: reference().notNull(),
    fileId: reference().notNull(),
    acceptedAt: instant().notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.integrationId, table.operation, table.recordKey] }),
    ofIntegration(table as never),
    index().on(table.organizationId, table.integrationId, table.operation, table.branchId, table.day),
  ],
);

/** What came in from a partner: promotions, suggested prices … */
export const receivedItems = pgTable(
  "received_items",
  {
    organizationId: reference().notNull(),
    integrationId: reference().notNull(),
    kind: text().notNull(),
    key: text().notNull(),
    /** 0 = not of one branch. */
    branchId: reference().notNull().default(0),
    title: text().notNull(),
    validFrom: date({ mode: "string" }),
    validTo: date({ mode: "string" }),
    data: jsonb().notNull(),
    /** What a till needs of it, in the shape that all partners share; null for what is no promotion for everybody. */
    promotion: jsonb().$type<PartnerPromotion>(),
    /** When the partner no longer had it, before its time was over. */
    withdrawnAt: instant(),
    /** Its place in the feed of promotions: moves to the end whenever its content changes. */
    changeNumber: bigint({ mode: "number" }),
    changedAt: instant(),
    taskId: reference().notNull(),
    firstSeenAt: instant().notNull().defaultNow(),
    lastSeenAt: instant().notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.integrationId, table.kind, table.key, table.branchId] }), ofIntegration(table as never), uniqueIndex("received_items_in_feed_order").on(table.organizationId, table.changeNumber).where(sql`change_number is not null`)],
);

/** What a connector remembers of an integration from one task to the next: cursors, what was found missing. Neither secrets nor personal data. */
export const connectorState = pgTable(
  "connector_state",
  {
    organizationId: reference().notNull(),
    integrationId: reference().notNull(),
    key: text().notNull(),
    value: text().notNull(),
    /** From then on it is as if it were not there. */
    expiresAt: instant(),
    updatedAt: instant().notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.integrationId, table.key] }), ofIntegration(table as never)],
);

/** Shared call budgets: the theoretical arrival time of the generic cell rate algorithm, one row a key. */
export const rateBudgets = pgTable("rate_budgets", { key: text().primaryKey(), arrival: instant().notNull() });
