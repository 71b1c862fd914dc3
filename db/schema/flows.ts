import { sql } from "drizzle-orm";
import {
  boolean,
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
import { identity, instant, reference } from "./columns.ts";
import { environments } from "./environments.ts";
import { ofIntegration } from "./integrations.ts";

const ofEnvironment = (table: { organizationId: never; environmentId: never }) =>
  foreignKey({
    columns: [table.organizationId, table.environmentId],
    foreignColumns: [environments.organizationId, environments.id],
  });

/** The thing a flow carries: a reservation, an order. What is particular to it stands in a table of its own. */
export const subjects = pgTable(
  "subjects",
  {
    organizationId: reference().notNull(),
    integrationId: reference().notNull(),
    id: identity().notNull(),
    /** `reservation`, `order` … */
    kind: text().notNull(),
    /** Its id where it is born: the Hub's reservation id. */
    key: text().notNull(),
    /** What a person recognises it by; no personal data. */
    title: text().notNull().default(""),
    /**
     * `waiting` goes on by itself; `stuck` needs a person; `held` waits for a paused environment or
     * a brake; `finished` = carried; `ended` = over for good.
     */
    state: text({ enum: ["waiting", "running", "stuck", "held", "finished", "ended"] })
      .notNull()
      .default("waiting"),
    /** The run (a task) that moved it last. */
    taskId: reference(),
    /** `flow/step` where it stands. */
    currentStep: text(),
    tries: integer().notNull().default(0),
    nextTryAt: instant(),
    lastErrorKind: text(),
    lastError: text(),
    /** Held for this environment; null when held for another reason. */
    heldForEnvironmentId: reference(),
    /** Hashes, amounts and whatever the steps remember. */
    facts: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    /** When the message that began it arrived. */
    announcedAt: instant(),
    startedAt: instant(),
    /** When its main line was through. */
    carriedAt: instant(),
    finishedAt: instant(),
    createdAt: instant().notNull().defaultNow(),
    updatedAt: instant().notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    ofIntegration(table as never),
    unique("subjects_one_per_key").on(
      table.organizationId,
      table.integrationId,
      table.kind,
      table.key,
    ),
    index().on(table.organizationId, table.integrationId, table.state),
    index().on(table.id),
  ],
);

/** Foreign key of what belongs to a subject and goes with it. */
export const ofSubject = (table: { organizationId: never; subjectId: never }) =>
  foreignKey({
    columns: [table.organizationId, table.subjectId],
    foreignColumns: [subjects.organizationId, subjects.id],
  }).onDelete("cascade");

/**
 * "Reservas": Hub id ↔ terminal id ↔ Sienge contract, and the situation in all three. One row a
 * subject of kind `reservation`.
 */
export const reservations = pgTable(
  "reservations",
  {
    organizationId: reference().notNull(),
    integrationId: reference().notNull(),
    subjectId: reference().notNull(),
    hubReservationId: text().notNull(),
    /** `HUB-{id}`: what the terminal stores as its foreign key. */
    ownKey: text().notNull(),
    environmentId: reference(),
    developmentId: reference(),
    terminalReservationId: text(),
    hubUnitId: text(),
    terminalUnitId: text(),
    siengeUnitId: text(),
    unitName: text().notNull().default(""),
    valueCents: reference(),
    siengeContractId: text(),
    siengeContractNumber: text(),
    /** The contract was issued at some time: what is cancelled afterwards is a *distrato*. */
    everIssued: boolean().notNull().default(false),
    hubSituationId: text(),
    hubSituation: text(),
    hubSeenAt: instant(),
    terminalSituationId: text(),
    terminalSituation: text(),
    terminalSeenAt: instant(),
    siengeSituation: text(),
    siengeSeenAt: instant(),
    /** The last role carried to both: `vendida`, `cancelada`, `distratada`. */
    carriedRole: text(),
    carriedRoleAt: instant(),
    checkedAt: instant(),
    /** When documents, contracts and commissions of both sides were last held against each other. */
    followedAt: instant(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.subjectId] }),
    ofIntegration(table as never),
    ofSubject(table as never),
    ofEnvironment(table as never),
    unique("reservations_one_per_hub_id").on(
      table.organizationId,
      table.integrationId,
      table.hubReservationId,
    ),
    unique("reservations_one_per_terminal_id").on(
      table.organizationId,
      table.environmentId,
      table.terminalReservationId,
    ),
    index().on(table.organizationId, table.integrationId, table.siengeContractId),
    index().on(table.organizationId, table.environmentId, table.terminalUnitId),
  ],
);

/** The journal: one effect of a flow on one system a row, written before the partner is called. */
export const steps = pgTable(
  "steps",
  {
    organizationId: reference().notNull(),
    integrationId: reference().notNull(),
    id: identity().notNull(),
    subjectId: reference().notNull(),
    /** The flow's name, and after a colon what tells two of its runs apart: `reservation`, `situation:vendida`. */
    flow: text().notNull(),
    name: text().notNull(),
    /** One document, one contract, one commission of the step; '' = the step itself. */
    item: text().notNull().default(""),
    label: text().notNull(),
    position: integer().notNull().default(0),
    supporting: boolean().notNull().default(false),
    status: text({ enum: ["pending", "running", "done", "skipped", "failed", "stuck"] })
      .notNull()
      .default("pending"),
    /** The run and the fencing attempt that wrote last. */
    taskId: reference(),
    attempt: integer().notNull().default(0),
    /** How often in a row it did not get through. */
    tries: integer().notNull().default(0),
    nextTryAt: instant(),
    begunAt: instant(),
    endedAt: instant(),
    /** What later steps and later tries build on. */
    result: jsonb(),
    /** The partner's last answer as a person may read it. */
    answer: jsonb(),
    note: text(),
    errorKind: text(),
    errorReason: text(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    ofIntegration(table as never),
    ofSubject(table as never),
    unique("steps_one_per_item").on(
      table.organizationId,
      table.subjectId,
      table.flow,
      table.name,
      table.item,
    ),
  ],
);

/** What only a person may decide, with the facts side by side. */
export const decisions = pgTable(
  "decisions",
  {
    organizationId: reference().notNull(),
    integrationId: reference().notNull(),
    id: identity().notNull(),
    subjectId: reference().notNull(),
    kind: text().notNull(),
    question: text().notNull(),
    /** Rows of the comparison, as the screen draws them. */
    facts: jsonb().notNull().default([]),
    /** Buttons. */
    options: jsonb()
      .$type<Array<{ key: string; label: string; danger?: boolean }>>()
      .notNull()
      .default([]),
    choice: text(),
    resolvedAt: instant(),
    resolvedBy: text(),
    createdAt: instant().notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    ofIntegration(table as never),
    ofSubject(table as never),
    uniqueIndex("decisions_one_open")
      .on(table.organizationId, table.subjectId, table.kind)
      .where(sql`resolved_at is null`),
    index().on(table.organizationId, table.integrationId, table.id),
  ],
);

/** A burst brake that was pulled: what it stops waits until a person releases it. */
export const brakes = pgTable(
  "brakes",
  {
    organizationId: reference().notNull(),
    integrationId: reference().notNull(),
    id: identity().notNull(),
    kind: text().notNull(),
    count: integer().notNull(),
    reason: text().notNull(),
    engagedAt: instant().notNull(),
    releasedAt: instant(),
    releasedBy: text(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    ofIntegration(table as never),
    uniqueIndex("brakes_one_engaged")
      .on(table.organizationId, table.integrationId, table.kind)
      .where(sql`released_at is null`),
  ],
);

/** What the brake counts: one mark a subject. */
export const brakeMarks = pgTable(
  "brake_marks",
  {
    organizationId: reference().notNull(),
    integrationId: reference().notNull(),
    kind: text().notNull(),
    subjectId: reference().notNull(),
    at: instant().notNull(),
  },
  (table) => [
    primaryKey({
      columns: [table.organizationId, table.integrationId, table.kind, table.subjectId],
    }),
    ofIntegration(table as never),
    ofSubject(table as never),
    index().on(table.organizationId, table.integrationId, table.kind, table.at),
  ],
);
