import { boolean, index, integer, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { cents, identity, instant, quantity, reference } from "./columns.ts";
import { ofBranch, organizations } from "./people.ts";

export const productCategories = pgTable(
  "product_categories",
  {
    organizationId: reference()
      .notNull()
      .references(() => organizations.id),
    code: text().notNull(),
    parentCode: text().notNull().default(""),
    name: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.code] })],
);

export const suppliers = pgTable(
  "suppliers",
  {
    organizationId: reference()
      .notNull()
      .references(() => organizations.id),
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
    organizationId: reference()
      .notNull()
      .references(() => organizations.id),
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
    therapeuticClass: text({ enum: ["", "1", "2"] })
      .notNull()
      .default(""),
    abcClass: text().notNull().default(""),
    popularPharmacy: boolean().notNull().default(false),
    pbm: boolean().notNull().default(false),
    ownBrand: boolean().notNull().default(false),
    active: boolean().notNull().default(true),
    updatedAt: instant().notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    unique().on(table.organizationId, table.code),
    index().using("gin", table.eans),
  ],
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
    /** From how many units on; null until a source tells it. */
    wholesaleQuantity: integer(),
    costCents: cents(),
    active: boolean().notNull().default(true),
    updatedAt: instant().notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.branchId, table.productCode] }),
    ofBranch(table as never),
  ],
);

export const productStock = pgTable(
  "product_stock",
  {
    organizationId: reference().notNull(),
    branchId: reference().notNull(),
    productCode: text().notNull(),
    quantity: quantity().notNull(),
    /** Both null until a source tells them: what is unknown is no zero. */
    pendingQuantity: quantity(),
    dailyAverage: quantity(),
    updatedAt: instant().notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.branchId, table.productCode] }),
    ofBranch(table as never),
  ],
);
