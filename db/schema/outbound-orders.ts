import { sql } from "drizzle-orm";
import {
  date,
  foreignKey,
  index,
  integer,
  numeric,
  pgTable,
  primaryKey,
  text,
  unique,
} from "drizzle-orm/pg-core";
import { identity, instant, reference, transactionId, words } from "./columns.ts";
import { branches } from "./people.ts";

/** What depots are asked to send out; never changed once written. */
export const outboundOrders = pgTable(
  "outbound_orders",
  {
    organizationId: reference().notNull(),
    id: identity().notNull(),
    branchId: reference().notNull(),
    kind: text({ enum: ["replenishment", "pre_invoice", "quote", "supplier_return"] }).notNull(),
    documentKey: text().notNull(),
    number: text().notNull(),
    originalNumber: words(),
    recipientCode: words(),
    recipientName: words(),
    recipientCnpj: words(),
    recipientEmail: words(),
    issuedAt: instant().notNull(),
    day: date({ mode: "string" }).notNull(),
    importId: reference(),
    writtenBy: transactionId()
      .notNull()
      .default(sql`pg_current_xact_id()`),
    createdAt: instant().notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    foreignKey({
      columns: [table.organizationId, table.branchId],
      foreignColumns: [branches.organizationId, branches.id],
    }),
    unique("outbound_orders_one_per_document").on(
      table.organizationId,
      table.branchId,
      table.documentKey,
    ),
    index().on(table.organizationId, table.branchId, table.day, table.issuedAt, table.id),
  ],
);

export const outboundLines = pgTable(
  "outbound_lines",
  {
    organizationId: reference().notNull(),
    orderId: reference().notNull(),
    lineNumber: integer().notNull(),
    productCode: text().notNull(),
    ean: words(),
    description: words(),
    packQuantity: integer().notNull().default(1),
    quantity: numeric({ precision: 15, scale: 4, mode: "number" }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.orderId, table.lineNumber] }),
    foreignKey({
      columns: [table.organizationId, table.orderId],
      foreignColumns: [outboundOrders.organizationId, outboundOrders.id],
    }).onDelete("cascade"),
  ],
);
