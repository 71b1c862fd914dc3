import { sql } from "drizzle-orm";
import { boolean, date, foreignKey, index, integer, jsonb, numeric, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { cents, identity, instant, reference, transactionId } from "./columns.ts";
import type { PurchaseLot } from "../../lib/core/purchase.ts";
import { branches, organizations } from "./people.ts";

const ofBranch = (table: { organizationId: never; branchId: never }) => foreignKey({ columns: [table.organizationId, table.branchId], foreignColumns: [branches.organizationId, branches.id] });
const writtenBy = () => transactionId().notNull().default(sql`pg_current_xact_id()`);
const quantity = () => numeric({ precision: 15, scale: 4, mode: "number" });

/** One import: files a person sent, or a batch of the ERP's. */
export const imports = pgTable(
  "imports",
  {
    organizationId: reference().notNull().references(() => organizations.id),
    id: identity().notNull(),
    source: text({ enum: ["xml", "zip", "csv", "api"] }).notNull(),
    name: text().notNull(),
    status: text({ enum: ["waiting", "running", "finished", "failed"] }).notNull().default("waiting"),
    failureReason: text(),
    storageKey: text(),
    bytes: cents().notNull().default(0),
    bytesRead: cents().notNull().default(0),
    read: integer().notNull().default(0),
    accepted: integer().notNull().default(0),
    duplicated: integer().notNull().default(0),
    refused: integer().notNull().default(0),
    warned: integer().notNull().default(0),
    /** Units (zip entries, CSV documents) whose outcome is committed: where a restarted import goes on. */
    position: integer().notNull().default(0),
    attempt: integer().notNull().default(0),
    requestedName: text().notNull(),
    /** Repeats of the same API request answer what the first did. */
    idempotencyKey: text(),
    answer: jsonb(),
    createdAt: instant().notNull().defaultNow(),
    finishedAt: instant(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.id] }), unique().on(table.organizationId, table.idempotencyKey), index().on(table.id)],
);

/** What an import did not take, and why. */
export const importRefusals = pgTable(
  "import_refusals",
  {
    organizationId: reference().notNull(),
    id: identity().notNull(),
    importId: reference().notNull(),
    /** File name inside the zip, or line of the CSV. */
    place: text().notNull(),
    documentKey: text().notNull().default(""),
    /** A warning was taken in, with something of it set right or left out. */
    severity: text({ enum: ["refusal", "warning"] }).notNull().default("refusal"),
    code: text().notNull(),
    reason: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    foreignKey({ columns: [table.organizationId, table.importId], foreignColumns: [imports.organizationId, imports.id] }).onDelete("cascade"),
    index().on(table.organizationId, table.importId),
  ],
);

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
    program: text({ enum: ["", "pbm", "agreement", "popular"] }).notNull().default(""),
    importId: reference(),
    writtenBy: writtenBy(),
    createdAt: instant().notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    ofBranch(table as never),
    unique("sales_one_per_document").on(table.organizationId, table.branchId, table.documentKey, table.kind),
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
    costCents: cents().notNull().default(0),
    msRegistration: text().notNull().default(""),
    lot: text().notNull().default(""),
    onOffer: boolean().notNull().default(false),
    prescriptionKey: text().notNull().default(""),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.saleId, table.lineNumber] }),
    foreignKey({ columns: [table.organizationId, table.saleId], foreignColumns: [sales.organizationId, sales.id] }).onDelete("cascade"),
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
    foreignKey({ columns: [table.organizationId, table.saleId], foreignColumns: [sales.organizationId, sales.id] }).onDelete("cascade"),
  ],
);

/** A cancellation event whose sale has not arrived yet: it takes effect when the sale does. */
export const waitingCancellations = pgTable(
  "waiting_cancellations",
  {
    organizationId: reference().notNull().references(() => organizations.id),
    documentKey: text().notNull(),
    protocol: text().notNull().default(""),
    cancelledAt: instant().notNull(),
    importId: reference(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.documentKey] })],
);

/** Goods received (mod 55 addressed to a branch), their cancellations and goods sent back; rows are never changed once written. */
export const purchases = pgTable(
  "purchases",
  {
    organizationId: reference().notNull(),
    id: identity().notNull(),
    branchId: reference().notNull(),
    kind: text({ enum: ["purchase", "cancellation", "return"] }).notNull().default("purchase"),
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
    unique("purchases_one_per_document").on(table.organizationId, table.branchId, table.documentKey, table.kind),
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
    foreignKey({ columns: [table.organizationId, table.purchaseId], foreignColumns: [purchases.organizationId, purchases.id] }).onDelete("cascade"),
  ],
);

export const productCategories = pgTable(
  "product_categories",
  { organizationId: reference().notNull().references(() => organizations.id), code: text().notNull(), parentCode: text().notNull().default(""), name: text().notNull() },
  (table) => [primaryKey({ columns: [table.organizationId, table.code] })],
);

export const suppliers = pgTable(
  "suppliers",
  {
    organizationId: reference().notNull().references(() => organizations.id),
    code: text().notNull(),
    name: text().notNull(),
    legalName: text().notNull(),
    cnpj: text().notNull(),
    stateRegistration: text().notNull().default(""),
    street: text().notNull().default(""),
    streetNumber: text().notNull().default(""),
    district: text().notNull().default(""),
    city: text().notNull().default(""),
    state: text().notNull().default(""),
    postalCode: text().notNull().default(""),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.code] })],
);

export const products = pgTable(
  "products",
  {
    organizationId: reference().notNull().references(() => organizations.id),
    id: identity().notNull(),
    code: text().notNull(),
    description: text().notNull(),
    /** The first is the main one. */
    eans: text().array().notNull().default([]),
    categoryCode: text().notNull().default(""),
    supplierCode: text().notNull().default(""),
    ncm: text().notNull().default(""),
    cest: text().notNull().default(""),
    msRegistration: text().notNull().default(""),
    brand: text().notNull().default(""),
    unit: text().notNull().default("UN"),
    packQuantity: integer().notNull().default(1),
    pmcCents: cents(),
    /** Address of a picture, taken over from a catalogue that a person accepted. */
    imageUrl: text().notNull().default(""),
    factoryPriceCents: cents(),
    manufacturer: text().notNull().default(""),
    molecule: text().notNull().default(""),
    therapeuticClass: text({ enum: ["", "1", "2"] }).notNull().default(""),
    abcClass: text().notNull().default(""),
    popularPharmacy: boolean().notNull().default(false),
    pbm: boolean().notNull().default(false),
    ownBrand: boolean().notNull().default(false),
    active: boolean().notNull().default(true),
    updatedAt: instant().notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.id] }), unique().on(table.organizationId, table.code), index().using("gin", table.eans)],
);

export const productPrices = pgTable(
  "product_prices",
  {
    organizationId: reference().notNull(),
    branchId: reference().notNull(),
    productCode: text().notNull(),
    priceCents: cents(),
    promotionCents: cents(),
    loyaltyCents: cents(),
    wholesaleCents: cents(),
    wholesaleQuantity: integer().notNull().default(0),
    costCents: cents(),
    active: boolean().notNull().default(true),
    updatedAt: instant().notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.branchId, table.productCode] }), ofBranch(table as never)],
);

export const productStock = pgTable(
  "product_stock",
  {
    organizationId: reference().notNull(),
    branchId: reference().notNull(),
    productCode: text().notNull(),
    quantity: quantity().notNull(),
    pendingQuantity: quantity().notNull().default(0),
    dailyAverage: quantity().notNull().default(0),
    updatedAt: instant().notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.branchId, table.productCode] }), ofBranch(table as never)],
);
