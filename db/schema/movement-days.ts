import { date, foreignKey, index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { DAY_OUTCOMES } from "@/lib/core/day-account.ts";
import { DAY_KINDS, NOTED_KINDS } from "@/lib/core/movement-day.ts";
import { instant, reference, writtenBy } from "./columns.ts";
import { ofBranch } from "./people.ts";
import { tasks } from "./tasks.ts";

/**
 * What a transaction wrote of a branch's day: one row each, by triggers of the movements' tables, so
 * that nobody waits for anybody. A day's version is the sum of those rows; as a snapshot of the
 * database saw it, the sum of those that it sees. Housekeeping adds up rows that every snapshot sees.
 */
export const movementChanges = pgTable(
  "movement_changes",
  {
    organizationId: reference().notNull(),
    branchId: reference().notNull(),
    kind: text({ enum: DAY_KINDS }).notNull(),
    day: date({ mode: "string" }).notNull(),
    writtenBy: writtenBy(),
    /** Documents that arrived, and those of the day that something later undid or completed. */
    documents: reference().notNull(),
    changedAt: instant().notNull().defaultNow(),
  },
  (table) => [
    primaryKey({
      columns: [table.organizationId, table.day, table.branchId, table.kind, table.writtenBy],
    }),
    ofBranch(table as never),
  ],
);

/**
 * Which version of a branch's day the files of a task hold, and what became of it. `day_accounts`
 * sums the notes of all tasks up.
 */
export const taskDays = pgTable(
  "task_days",
  {
    organizationId: reference().notNull(),
    taskId: reference().notNull(),
    kind: text({ enum: NOTED_KINDS }).notNull(),
    branchId: reference().notNull(),
    day: date({ mode: "string" }).notNull(),
    integrationId: reference().notNull(),
    operation: text().notNull(),
    generation: integer().notNull(),
    version: reference().notNull(),
    /** What the task came to for this day, written by triggers as it commits. */
    outcome: text({ enum: DAY_OUTCOMES }),
    fileId: reference(),
    records: integer().notNull().default(0),
    refused: integer().notNull().default(0),
    answeredAt: instant(),
  },
  (table) => [
    primaryKey({
      columns: [table.organizationId, table.taskId, table.kind, table.branchId, table.day],
    }),
    foreignKey({
      columns: [table.organizationId, table.taskId],
      foreignColumns: [tasks.organizationId, tasks.id],
    }).onDelete("cascade"),
    index("task_days_by_version").on(
      table.organizationId,
      table.integrationId,
      table.operation,
      table.kind,
      table.branchId,
      table.day,
      table.version.desc(),
    ),
  ],
);
