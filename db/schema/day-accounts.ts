import { sql } from "drizzle-orm";
import {
  boolean,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
} from "drizzle-orm/pg-core";
import { DAY_OUTCOMES } from "@/lib/core/day-account.ts";
import type { DayKind } from "@/lib/core/movement-day.ts";
import { comparedInstant, identity, instant, reference } from "./columns.ts";
import { ofIntegration } from "./integrations.ts";
import { ofBranch } from "./people.ts";

/**
 * The account of days: what an operation's partner has of a branch's day. Due is written by the
 * sweep when the hour has passed, all else by triggers in the transaction that makes it true.
 */
export const dayAccounts = pgTable(
  "day_accounts",
  {
    organizationId: reference().notNull(),
    integrationId: reference().notNull(),
    operation: text().notNull(),
    day: date({ mode: "string" }).notNull(),
    branchId: reference().notNull(),
    /** When it should have gone; null while nobody expected it. */
    dueAt: instant(),
    /** The integration was off by a person's will when it would have been due. */
    off: boolean().notNull().default(false),
    /** What the tasks over the day came to; null when none has read it. */
    outcome: text({ enum: DAY_OUTCOMES }),
    taskId: reference(),
    /** One of the task's files that hold the day; null when it was empty. */
    fileId: reference(),
    records: integer().notNull().default(0),
    refused: integer().notNull().default(0),
    at: instant(),
    /** The newest version of each kind of movement that was delivered. */
    versions: jsonb().$type<Partial<Record<DayKind, number>>>().notNull().default({}),
  },
  (table) => [
    primaryKey({
      columns: [
        table.organizationId,
        table.integrationId,
        table.operation,
        table.day,
        table.branchId,
      ],
    }),
    ofIntegration(table as never),
    ofBranch(table as never),
    index("day_accounts_missing")
      .on(table.organizationId, table.integrationId)
      .where(sql`due_at is not null and (outcome is null or outcome in ('failed', 'pending'))`),
    index("day_accounts_by_task").on(table.organizationId, table.taskId),
  ],
);

/** Up to which day an operation's days have fallen due: what the sweep goes on from. */
export const dayHeads = pgTable(
  "day_heads",
  {
    organizationId: reference().notNull(),
    integrationId: reference().notNull(),
    operation: text().notNull(),
    nextDay: date({ mode: "string" }).notNull(),
    nextDueAt: comparedInstant().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.integrationId, table.operation] }),
    ofIntegration(table as never),
    index().on(table.nextDueAt),
  ],
);

/**
 * Days that a transaction has touched and accounts for as it commits. Always empty to others: a row
 * goes in the transaction that wrote it, and each session has its own, so that none waits.
 */
export const dayMarks = pgTable(
  "day_marks",
  {
    organizationId: reference().notNull(),
    id: identity().notNull(),
    session: integer().notNull(),
    taskId: reference().notNull(),
    /** 0 = every branch of the task. */
    branchId: reference().notNull(),
    last: date({ mode: "string" }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    unique("day_marks_once").on(
      table.organizationId,
      table.taskId,
      table.branchId,
      table.last,
      table.session,
    ),
  ],
);
