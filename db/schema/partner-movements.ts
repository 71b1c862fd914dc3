import { sql } from "drizzle-orm";
import {
  boolean,
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
import { cents, identity, instant, reference, words, writtenBy } from "./columns.ts";
import { ofBranch, organizations } from "./people.ts";

const day = () => date({ mode: "string" });

/** Who buys, as the ERP knows it now. */
export const customers = pgTable(
  "customers",
  {
    organizationId: reference()
      .notNull()
      .references(() => organizations.id),
    id: identity().notNull(),
    code: text().notNull(),
    document: words(),
    name: text().notNull(),
    email: words(),
    phone: words(),
    birthDate: day(),
    gender: text({ enum: ["male", "female", ""] })
      .notNull()
      .default(""),
    street: words(),
    city: words(),
    state: words(),
    postalCode: words(),
    marketingConsent: boolean().notNull().default(false),
    consentAt: instant(),
    consentSource: words(),
    updatedAt: instant().notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    unique().on(table.organizationId, table.code),
    index().on(table.organizationId, table.document),
    index().on(table.organizationId, table.updatedAt),
  ],
);

/** Prescriptions as the till captured them; never changed once written. */
export const prescriptions = pgTable(
  "prescriptions",
  {
    organizationId: reference().notNull(),
    id: identity().notNull(),
    branchId: reference().notNull(),
    key: text().notNull(),
    saleKey: words(),
    kind: words(),
    notificationNumber: words(),
    issuedOn: day().notNull(),
    day: day().notNull(),
    prescriberName: words(),
    prescriberCouncil: words(),
    prescriberNumber: words(),
    prescriberState: words(),
    patientName: words(),
    patientAge: integer(),
    patientAgeUnit: words(),
    patientSex: words(),
    patientCid: words(),
    buyerName: words(),
    buyerDocumentType: words(),
    buyerDocument: words(),
    buyerDocumentIssuer: words(),
    buyerDocumentState: words(),
    use: text().notNull().default("1"),
    importId: reference(),
    writtenBy: writtenBy(),
    createdAt: instant().notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    ofBranch(table as never),
    unique("prescriptions_one_per_key").on(table.organizationId, table.branchId, table.key),
    index().on(table.organizationId, table.branchId, table.day, table.id),
    index("prescriptions_by_sale")
      .on(table.organizationId, table.branchId, table.saleKey)
      .where(sql`sale_key <> ''`),
  ],
);

/**
 * The book of controlled products: counts, entries, sales, transfers, losses, transformations and
 * what undoes them; never changed once written.
 */
export const controlledMovements = pgTable(
  "controlled_movements",
  {
    organizationId: reference().notNull(),
    id: identity().notNull(),
    branchId: reference().notNull(),
    key: text().notNull(),
    kind: text({
      enum: ["inventory", "entry", "sale", "transfer", "loss", "transformation", "cancellation"],
    }).notNull(),
    substance: text({ enum: ["medicine", "ingredient", "transformed"] })
      .notNull()
      .default("medicine"),
    day: day().notNull(),
    originalKey: words(),
    /** Of a cancellation: the kind of what it undoes; empty = whatever came first under that key. */
    originalKind: text({
      enum: ["", "inventory", "entry", "sale", "transfer", "loss", "transformation"],
    })
      .notNull()
      .default(""),
    invoiceNumber: words(),
    invoiceOperation: words(),
    invoiceIssuedOn: day(),
    originCnpj: words(),
    destinationCnpj: words(),
    prescriptionKey: words(),
    lossReason: words(),
    importId: reference(),
    writtenBy: writtenBy(),
    createdAt: instant().notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    ofBranch(table as never),
    unique("controlled_movements_one_per_key").on(
      table.organizationId,
      table.branchId,
      table.key,
      table.kind,
    ),
    index().on(table.organizationId, table.branchId, table.day, table.id),
    index().on(table.organizationId, table.branchId, table.originalKey),
    index("controlled_movements_by_prescription")
      .on(table.organizationId, table.branchId, table.prescriptionKey)
      .where(sql`prescription_key <> ''`),
  ],
);

export const controlledLines = pgTable(
  "controlled_lines",
  {
    organizationId: reference().notNull(),
    movementId: reference().notNull(),
    lineNumber: integer().notNull(),
    productCode: words(),
    therapeuticClass: words(),
    registration: words(),
    lot: words(),
    expiresOn: day(),
    quantity: numeric({ precision: 18, scale: 6, mode: "number" }).notNull(),
    unit: words(),
    prolongedUse: words(),
    supplierCnpj: words(),
    /** What was compounded is sold in dosage units: `quantity` is then what they take. */
    amountEach: numeric({ precision: 15, scale: 6, mode: "number" }),
    dosageUnit: words(),
    dosages: numeric({ precision: 10, scale: 6, mode: "number" }),
    /** What the boxes of a transformation gave. */
    yieldQuantity: numeric({ precision: 12, scale: 6, mode: "number" }),
    yieldUnit: words(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.movementId, table.lineNumber] }),
    foreignKey({
      columns: [table.organizationId, table.movementId],
      foreignColumns: [controlledMovements.organizationId, controlledMovements.id],
    }).onDelete("cascade"),
  ],
);

/** Groups of branches that share prices. */
export const priceZones = pgTable(
  "price_zones",
  {
    organizationId: reference()
      .notNull()
      .references(() => organizations.id),
    code: text().notNull(),
    name: text().notNull(),
    updatedAt: instant().notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.code] })],
);

export const priceZoneBranches = pgTable(
  "price_zone_branches",
  {
    organizationId: reference().notNull(),
    zoneCode: text().notNull(),
    branchId: reference().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.zoneCode, table.branchId] }),
    foreignKey({
      columns: [table.organizationId, table.zoneCode],
      foreignColumns: [priceZones.organizationId, priceZones.code],
    }).onDelete("cascade"),
    ofBranch(table as never),
  ],
);

/** What an organization set out to sell of each category, as it is now. */
export const categoryGoals = pgTable(
  "category_goals",
  {
    organizationId: reference()
      .notNull()
      .references(() => organizations.id),
    categoryCode: text().notNull(),
    goalCents: cents(),
    competitiveness: words(),
    media: words(),
    updatedAt: instant().notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.categoryCode] })],
);

/** The ERP's own promotions, as they are now. */
export const promotions = pgTable(
  "promotions",
  {
    organizationId: reference().notNull(),
    id: identity().notNull(),
    branchId: reference().notNull(),
    code: text().notNull(),
    name: words(),
    kind: text({
      enum: ["from_to", "starting_at", "loyalty", "take_pay", "nth_unit", "buy_get"],
    }).notNull(),
    productCode: text().notNull(),
    firstDay: day().notNull(),
    lastDay: day().notNull(),
    regularCents: cents(),
    promotionCents: cents(),
    takeQuantity: integer(),
    payQuantity: integer(),
    discountPercent: numeric({ precision: 5, scale: 2, mode: "number" }),
    gainedProductCode: words(),
    gainedQuantity: integer(),
    phrase: words(),
    updatedAt: instant().notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    ofBranch(table as never),
    unique("promotions_one_per_product").on(
      table.organizationId,
      table.branchId,
      table.code,
      table.productCode,
    ),
    index().on(table.organizationId, table.branchId, table.firstDay),
  ],
);
