import {
  boolean,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
} from "drizzle-orm/pg-core";
import { cents, identity, instant, quantity, reference, writtenBy } from "./columns.ts";
import type { PurchaseLot } from "@/lib/core/purchase.ts";
import { ofBranch } from "./people.ts";

/**
 * Goods received (mod 55 addressed to a branch), their cancellations and goods sent back; rows are
 * never changed once written.
 */
export const purchases = pgTable(
  "purchases",
  {
    organizationId: reference().notNull(),
    id: identity().notNull(),
    branchId: reference().notNull(),
    kind: text({ enum: ["purchase", "cancellation", "return"] })
      .notNull()
      .default("purchase"),
    documentKey: text().notNull(),
    originalKey: text().notNull().default(""),
    number: text().notNull(),
    series: text().notNull().default(""),
    supplierCnpj: text().notNull(),
    supplierName: text().notNull(),
    issuedAt: instant().notNull(),
    day: date({ mode: "string" }).notNull(),
    totalCents: cents().notNull(),
    importId: reference(),
    writtenBy: writtenBy(),
    createdAt: instant().notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    ofBranch(table as never),
    unique("purchases_one_per_document").on(
      table.organizationId,
      table.branchId,
      table.documentKey,
      table.kind,
    ),
    index().on(table.organizationId, table.branchId, table.day, table.issuedAt, table.id),
    index().on(table.organizationId, table.documentKey),
  ],
);

export const purchaseLines = pgTable(
  "purchase_lines",
  {
    organizationId: reference().notNull(),
    purchaseId: reference().notNull(),
    lineNumber: integer().notNull(),
    productCode: text().notNull(),
    ean: text().notNull().default(""),
    description: text().notNull(),
    ncm: text().notNull().default(""),
    cfop: text().notNull().default(""),
    unit: text().notNull().default("UN"),
    quantity: quantity().notNull(),
    unitPriceCents: cents().notNull(),
    netCents: cents().notNull(),
    lot: text().notNull().default(""),
    /** {@link PurchaseLot}s as the invoice traces them. */
    lots: jsonb().$type<PurchaseLot[]>().notNull().default([]),
    msRegistration: text().notNull().default(""),
    bonus: boolean().notNull().default(false),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.purchaseId, table.lineNumber] }),
    foreignKey({
      columns: [table.organizationId, table.purchaseId],
      foreignColumns: [purchases.organizationId, purchases.id],
    }).onDelete("cascade"),
  ],
);
