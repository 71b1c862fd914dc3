import { sql } from "drizzle-orm";
import {
  bigint,
  date,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import type { PartnerPromotion } from "@/lib/core/partner-promotion.ts";
import { cents, instant, reference } from "./columns.ts";
import { ofIntegration } from "./integrations.ts";

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
    primaryKey({
      columns: [table.organizationId, table.integrationId, table.operation, table.recordKey],
    }),
    ofIntegration(table as never),
    index().on(
      table.organizationId,
      table.integrationId,
      table.operation,
      table.branchId,
      table.day,
    ),
    // Rows come in the order of their moment: a few pages tell the nightly housekeeping where old ones are.
    index().using("brin", table.acceptedAt),
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
  (table) => [
    primaryKey({
      columns: [table.organizationId, table.integrationId, table.kind, table.key, table.branchId],
    }),
    ofIntegration(table as never),
    uniqueIndex("received_items_in_feed_order")
      .on(table.organizationId, table.changeNumber)
      .where(sql`change_number is not null`),
  ],
);

/**
 * What a connector remembers of an integration from one task to the next: cursors, what was found
 * missing. Neither secrets nor personal data.
 */
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
  (table) => [
    primaryKey({ columns: [table.organizationId, table.integrationId, table.key] }),
    ofIntegration(table as never),
  ],
);

/** Shared call budgets: the theoretical arrival time of the generic cell rate algorithm, one row a key. */
export const rateBudgets = pgTable("rate_budgets", {
  key: text().primaryKey(),
  arrival: instant().notNull(),
});
