import {
  bigint,
  date,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
} from "drizzle-orm/pg-core";
import { cents, identity, instant, reference } from "./columns.ts";
import { organizations } from "./people.ts";

/** How far from today's price a client lets a suggestion go without an explicit permission. */
export const priceRules = pgTable("price_rules", {
  organizationId: reference()
    .primaryKey()
    .references(() => organizations.id),
  /** Whole per cent, up or down. */
  maxVariationPercent: integer().notNull().default(20),
  updatedBy: text().notNull().default(""),
  updatedAt: instant().notNull().defaultNow(),
});

/** One act of applying suggested prices to the branches of a zone. */
export const priceApplications = pgTable(
  "price_applications",
  {
    organizationId: reference()
      .notNull()
      .references(() => organizations.id),
    id: identity().notNull(),
    zoneCode: text().notNull(),
    zoneName: text().notNull(),
    status: text({ enum: ["applied", "undone", "partly_undone"] })
      .notNull()
      .default("applied"),
    products: integer().notNull(),
    prices: integer().notNull(),
    /** Products that were beyond a limit and applied all the same. */
    outside: integer().notNull().default(0),
    personId: reference().notNull(),
    personName: text().notNull(),
    at: instant().notNull().defaultNow(),
    undoneName: text(),
    undoneAt: instant(),
    /** Prices that went back to what they were. */
    restored: integer(),
    /** The last of its numbers in the feed of price changes: once as applied, once as undone. */
    changeNumber: bigint({ mode: "number" }),
    undoNumber: bigint({ mode: "number" }),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.id] }), index().on(table.id)],
);

/** What each price was before and became: what an undo goes by. */
export const priceApplicationLines = pgTable(
  "price_application_lines",
  {
    organizationId: reference().notNull(),
    applicationId: reference().notNull(),
    branchId: reference().notNull(),
    productCode: text().notNull(),
    previousCents: cents(),
    newCents: cents().notNull(),
    /** The suggestion it came from. */
    integrationId: reference().notNull(),
    returnedOn: date({ mode: "string" }).notNull(),
    /** restored: back to what it was · changed: somebody changed it since, so it stayed. */
    undone: text({ enum: ["restored", "changed"] }),
  },
  (table) => [
    primaryKey({
      columns: [table.organizationId, table.applicationId, table.branchId, table.productCode],
    }),
    foreignKey({
      columns: [table.organizationId, table.applicationId],
      foreignColumns: [priceApplications.organizationId, priceApplications.id],
    }).onDelete("cascade"),
  ],
);

/**
 * Every applied price and every one that went back, in the order in which they became fact: what
 * the ERP reads. Added to, never changed.
 */
export const priceChanges = pgTable(
  "price_changes",
  {
    organizationId: reference().notNull(),
    number: bigint({ mode: "number" }).notNull(),
    applicationId: reference().notNull(),
    kind: text({ enum: ["applied", "undone"] }).notNull(),
    branchId: reference().notNull(),
    productCode: text().notNull(),
    previousCents: cents(),
    /** null: there was no price before the application that was undone. */
    newCents: cents(),
    at: instant().notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.number] }),
    foreignKey({
      columns: [table.organizationId, table.applicationId],
      foreignColumns: [priceApplications.organizationId, priceApplications.id],
    }),
  ],
);
