import { sql } from "drizzle-orm";
import {
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { cents, dateRange, identity, instant, reference } from "./columns.ts";
import { dayPlans } from "./day-plans.ts";
import { ofIntegration } from "./integrations.ts";

export const tasks = pgTable(
  "tasks",
  {
    organizationId: reference().notNull(),
    /** The "Código" of the screen. */
    id: identity().notNull(),
    integrationId: reference().notNull(),
    operation: text().notNull(),
    period: dateRange().notNull(),
    status: text({ enum: ["pending", "sent", "done", "failed"] })
      .notNull()
      .default("pending"),
    failureKind: text(),
    failureReason: text(),
    origin: text({ enum: ["schedule", "person", "partner"] }).notNull(),
    requestedBy: reference(),
    /** The person's name, or "Sistema". */
    requestedName: text().notNull(),
    scheduledFor: instant(),
    /**
     * { branchId?, register?, resend? } of a partner's resend request; { branchIds? } of a plan that
     * sends days which only some branches lack.
     */
    parameters: jsonb()
      .$type<{ branchId?: number; branchIds?: number[]; register?: string; resend?: boolean }>()
      .notNull()
      .default({}),
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
    /** The plan that it is part of: many tasks that a person asked for in one act. */
    planId: reference(),
    records: integer().notNull().default(0),
    createdAt: instant().notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    ofIntegration(table as never),
    unique("tasks_one_per_slot").on(
      table.organizationId,
      table.integrationId,
      table.operation,
      table.scheduledFor,
    ),
    index().on(table.organizationId, table.integrationId, table.id.desc()),
    uniqueIndex("tasks_one_pending_run")
      .on(table.organizationId, table.subjectId, table.flow)
      .where(sql`status = 'pending' and subject_id is not null`),
    foreignKey({
      columns: [table.organizationId, table.planId],
      foreignColumns: [dayPlans.organizationId, dayPlans.id],
    }),
    index("tasks_by_plan")
      .on(table.organizationId, table.planId)
      .where(sql`plan_id is not null`),
    index()
      .on(table.organizationId, table.subjectId)
      .where(sql`subject_id is not null`),
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
    status: text({ enum: ["pending", "sent", "done", "failed"] })
      .notNull()
      .default("pending"),
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
    foreignKey({
      columns: [table.organizationId, table.taskId],
      foreignColumns: [tasks.organizationId, tasks.id],
    }).onDelete("cascade"),
    unique("files_one_per_name").on(
      table.organizationId,
      table.taskId,
      table.generation,
      table.name,
    ),
    index().on(table.organizationId, table.integrationId, table.id.desc()),
    index().on(table.id),
    index()
      .on(table.nextConfirmAt)
      .where(sql`next_confirm_at is not null`),
    index("files_kept_by_age")
      .on(table.createdAt)
      .where(sql`removed_at is null`),
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
    foreignKey({
      columns: [table.organizationId, table.taskId],
      foreignColumns: [tasks.organizationId, tasks.id],
    }).onDelete("cascade"),
    index().on(table.organizationId, table.taskId),
    index("rejections_by_file")
      .on(table.organizationId, table.fileId)
      .where(sql`file_id is not null`),
  ],
);
