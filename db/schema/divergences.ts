import { index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { identity, instant, reference } from "./columns.ts";
import { ofIntegration } from "./integrations.ts";

/** The last comparison of everything in Hub, terminals and Sienge: one row an integration, replaced by the next. */
export const reconciliations = pgTable(
  "reconciliations",
  {
    organizationId: reference().notNull(),
    integrationId: reference().notNull(),
    taskId: reference(),
    madeAt: instant().notNull(),
    /** How many reservations and contracts were compared. */
    looked: integer().notNull(),
    /** Names of systems that could not be read. */
    unread: text().array().notNull().default([]),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.integrationId] }),
    ofIntegration(table as never),
  ],
);

/** What the three systems disagree about, as the last comparison found it. No personal data. */
export const divergences = pgTable(
  "divergences",
  {
    organizationId: reference().notNull(),
    integrationId: reference().notNull(),
    id: identity().notNull(),
    kind: text().notNull(),
    /** The reservation it concerns; null when the hub follows none. */
    subjectId: reference(),
    hubReservationId: text(),
    environmentId: reference(),
    terminalReservationId: text(),
    contractNumber: text(),
    unit: text().notNull().default(""),
    /** What each says; null = nothing. */
    hub: text(),
    terminal: text(),
    sienge: text(),
    /** What it means and what to do, in one sentence. */
    note: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    ofIntegration(table as never),
    index().on(table.organizationId, table.integrationId, table.kind),
  ],
);
