import {
  boolean,
  date,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
} from "drizzle-orm/pg-core";
import { cents, identity, instant, quantity, reference, writtenBy } from "./columns.ts";
import { ofBranch, organizations } from "./people.ts";

/** Sales, cancellations and returns; rows are never changed once written. */
export const sales = pgTable(
  "sales",
  {
    organizationId: reference().notNull(),
    id: identity().notNull(),
    branchId: reference().notNull(),
    kind: text({ enum: ["sale", "cancellation", "return"] }).notNull(),
    documentKey: text().notNull(),
    originalKey: text().notNull().default(""),
    model: text().notNull(),
    series: text().notNull().default(""),
    number: text().notNull(),
    register: text().notNull().default("1"),
    soldAt: instant().notNull(),
    day: date({ mode: "string" }).notNull(),
    customerDocument: text().notNull().default(""),
    grossCents: cents().notNull(),
    discountCents: cents().notNull().default(0),
    surchargeCents: cents().notNull().default(0),
    totalCents: cents().notNull(),
    channel: text().notNull().default("store"),
    sellerCode: text().notNull().default(""),
    /** Empty for an ordinary sale; null where nobody told it. */
    program: text({ enum: ["", "pbm", "agreement", "popular"] }),
    importId: reference(),
    writtenBy: writtenBy(),
    createdAt: instant().notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    ofBranch(table as never),
    unique("sales_one_per_document").on(
      table.organizationId,
      table.branchId,
      table.documentKey,
      table.kind,
    ),
    index().on(table.organizationId, table.branchId, table.day, table.soldAt, table.id),
    index().on(table.organizationId, table.documentKey),
  ],
);

export const saleLines = pgTable(
  "sale_lines",
  {
    organizationId: reference().notNull(),
    saleId: reference().notNull(),
    lineNumber: integer().notNull(),
    productCode: text().notNull(),
    ean: text().notNull().default(""),
    description: text().notNull(),
    ncm: text().notNull().default(""),
    cfop: text().notNull().default(""),
    unit: text().notNull().default("UN"),
    quantity: quantity().notNull(),
    unitPriceCents: cents().notNull(),
    grossCents: cents().notNull(),
    discountCents: cents().notNull().default(0),
    surchargeCents: cents().notNull().default(0),
    netCents: cents().notNull(),
    /** Of one unit; null where nobody told it. */
    costCents: cents(),
    msRegistration: text().notNull().default(""),
    lot: text().notNull().default(""),
    /** null where nobody told it. */
    onOffer: boolean(),
    prescriptionKey: text().notNull().default(""),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.saleId, table.lineNumber] }),
    foreignKey({
      columns: [table.organizationId, table.saleId],
      foreignColumns: [sales.organizationId, sales.id],
    }).onDelete("cascade"),
  ],
);

export const salePayments = pgTable(
  "sale_payments",
  {
    organizationId: reference().notNull(),
    saleId: reference().notNull(),
    position: integer().notNull(),
    method: text().notNull(),
    amountCents: cents().notNull(),
    cardBrand: text().notNull().default(""),
    acquirerCnpj: text().notNull().default(""),
    authorization: text().notNull().default(""),
    nsu: text().notNull().default(""),
    installments: integer().notNull().default(1),
    terminal: text().notNull().default(""),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.saleId, table.position] }),
    foreignKey({
      columns: [table.organizationId, table.saleId],
      foreignColumns: [sales.organizationId, sales.id],
    }).onDelete("cascade"),
  ],
);

/** A cancellation event whose sale has not arrived yet: it takes effect when the sale does. */
export const waitingCancellations = pgTable(
  "waiting_cancellations",
  {
    organizationId: reference()
      .notNull()
      .references(() => organizations.id),
    documentKey: text().notNull(),
    protocol: text().notNull().default(""),
    cancelledAt: instant().notNull(),
    importId: reference(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.documentKey] })],
);

/**
 * Keys under which documents stand that a reader of today would know by another: partners were told
 * the stored one, so that it stays, and what arrives again is found by it. Only a migration writes here.
 */
export const formerDocumentKeys = pgTable(
  "former_document_keys",
  {
    organizationId: reference().notNull(),
    branchId: reference().notNull(),
    /** As it is made of parsed values today. */
    key: text().notNull(),
    /** As it stands with the document. */
    documentKey: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.branchId, table.key] }),
    ofBranch(table as never),
  ],
);
