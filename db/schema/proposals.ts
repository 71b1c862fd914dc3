import { date, index, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { cents, instant, reference } from "./columns.ts";
import { ofIntegration } from "./integrations.ts";

/**
 * What a partner proposes for a product's registration, one field a row. Nothing is changed until a
 * person accepts it.
 */
export const productProposals = pgTable(
  "product_proposals",
  {
    organizationId: reference().notNull(),
    integrationId: reference().notNull(),
    productCode: text().notNull(),
    field: text({ enum: ["description", "brand", "ncm", "cest", "imageUrl"] }).notNull(),
    ean: text().notNull().default(""),
    proposed: text().notNull(),
    /** What the partner says about it, such as the NCM's description. */
    note: text().notNull().default(""),
    status: text({ enum: ["open", "accepted", "refused"] })
      .notNull()
      .default("open"),
    /** What the product had when it was accepted. */
    previous: text(),
    decidedBy: reference(),
    decidedName: text(),
    decidedAt: instant(),
    taskId: reference().notNull(),
    receivedAt: instant().notNull().defaultNow(),
  },
  (table) => [
    primaryKey({
      columns: [table.organizationId, table.integrationId, table.productCode, table.field],
    }),
    ofIntegration(table as never),
    index().on(table.organizationId, table.status, table.receivedAt),
  ],
);

/**
 * Prices that a partner suggests for the branches of a zone, one return a day; nothing is changed
 * until a person applies them.
 */
export const priceSuggestions = pgTable(
  "price_suggestions",
  {
    organizationId: reference().notNull(),
    integrationId: reference().notNull(),
    returnedOn: date({ mode: "string" }).notNull(),
    zoneCode: text().notNull(),
    productCode: text().notNull(),
    ean: text().notNull().default(""),
    suggestedCents: cents().notNull(),
    lowestCents: cents(),
    highestCents: cents(),
    reason: text().notNull().default(""),
    validTo: date({ mode: "string" }),
    taskId: reference().notNull(),
    receivedAt: instant().notNull().defaultNow(),
  },
  (table) => [
    primaryKey({
      columns: [
        table.organizationId,
        table.integrationId,
        table.returnedOn,
        table.zoneCode,
        table.productCode,
      ],
    }),
    ofIntegration(table as never),
    index().on(table.organizationId, table.zoneCode, table.returnedOn),
  ],
);
