import type { ControlledLot, ControlledMovement, Prescription } from "./controlled.ts";
import type { Customer } from "./customer.ts";
import type { Cents } from "./money.ts";
import type { PriceZone, Promotion } from "./offer.ts";
import type { OutboundOrder } from "./outbound-order.ts";
import type { Day } from "./period.ts";
import type { Purchase } from "./purchase.ts";

/** A branch as partners see it. */
export interface Branch {
  id: number;
  code: string;
  name: string;
  cnpj: string;
  street: string;
  streetNumber: string;
  district: string;
  city: string;
  state: string;
  postalCode: string;
  active: boolean;
}

/** A sale, its cancellation or a return: three separate movements, none is ever deleted. */
export type SaleKind = "sale" | "cancellation" | "return";

/** pbm: laboratory's discount · agreement: company agreement (convênio) · popular: Farmácia Popular. */
export type SaleProgram = "" | "pbm" | "agreement" | "popular";

export interface SaleLine {
  lineNumber: number;
  productCode: string;
  /** Empty when the product has none ("SEM GTIN"). */
  ean: string;
  description: string;
  ncm: string;
  cfop: string;
  unit: string;
  /** Up to four decimal places. */
  quantity: number;
  unitPriceCents: Cents;
  /** quantity × unit price, before discount. */
  grossCents: Cents;
  discountCents: Cents;
  surchargeCents: Cents;
  /** gross − discount + surcharge. */
  netCents: Cents;
  /** Anvisa registration, 13 digits; empty when it is no medicine. */
  msRegistration: string;
  lot: string;
  /** What one unit cost; null where nobody told it. */
  costCents: Cents | null;
  /** Sold at a promotional price; null where nobody told it. */
  onOffer: boolean | null;
  /** `key` of the prescription it was sold with; empty when there was none. */
  prescriptionKey: string;
}

export interface SalePayment {
  /** tPag of the NF-e layout 4.00, two digits (01 cash, 03 credit, 04 debit, 17 PIX …). */
  method: string;
  amountCents: Cents;
  cardBrand: string;
  acquirerCnpj: string;
  authorization: string;
  /** Number that the acquirer's network gave the transaction. */
  nsu: string;
  /** 1 when it is paid at once. */
  installments: number;
  /** Identification of the card terminal; empty when the till does not tell. */
  terminal: string;
}

export interface Sale {
  id: number;
  branchId: number;
  kind: SaleKind;
  /** Fiscal access key (44) or the ERP's own id: unique within branch and kind. */
  documentKey: string;
  /** For a cancellation or return: the key of the sale it undoes. */
  originalKey: string;
  model: string;
  series: string;
  number: string;
  /** Till, 1 to 5 digits. */
  register: string;
  soldAt: Date;
  /** The day in the branch's time zone. */
  day: Day;
  customerDocument: string;
  grossCents: Cents;
  discountCents: Cents;
  surchargeCents: Cents;
  totalCents: Cents;
  channel: string;
  /** The ERP's code of who sold; empty when it does not tell. */
  sellerCode: string;
  /** The price programme it was sold under: empty for an ordinary sale, null where nobody told it. */
  program: SaleProgram | null;
  lines: SaleLine[];
  payments: SalePayment[];
}

/** What identifies a sale at a till. */
export type SaleHead = Pick<Sale, "documentKey" | "number" | "register" | "day">;

/** One sale line with what a flat file needs of its sale: the cheap way through millions of lines. */
export interface SaleLineRow extends SaleLine {
  saleId: number;
  branchId: number;
  kind: SaleKind;
  documentKey: string;
  number: string;
  register: string;
  soldAt: Date;
  day: Day;
  customerDocument: string;
  channel: string;
  program: SaleProgram | null;
}

/** What a reader of sale lines may do without: millions of rows are faster without a description nobody writes. */
export type DispensableSaleField =
  | "documentKey"
  | "number"
  | "customerDocument"
  | "channel"
  | "ean"
  | "description"
  | "ncm"
  | "cfop"
  | "unit"
  | "grossCents"
  | "surchargeCents"
  | "netCents"
  | "costCents"
  | "msRegistration"
  | "lot"
  | "prescriptionKey"
  | "program";

export interface Product {
  id: number;
  code: string;
  description: string;
  /** First is the main one. */
  eans: string[];
  categoryCode: string;
  supplierCode: string;
  ncm: string;
  cest: string;
  msRegistration: string;
  brand: string;
  unit: string;
  packQuantity: number;
  active: boolean;
  /** Maximum consumer price by law (CMED); null when there is none. */
  pmcCents: Cents | null;
  /** Maximum factory price by law (CMED); null when there is none. */
  factoryPriceCents: Cents | null;
  manufacturer: string;
  /** Active ingredient; empty for what is no medicine. */
  molecule: string;
  /** SNGPC's class: 1 antimicrobial, 2 special control; empty when it is not controlled. */
  therapeuticClass: "" | "1" | "2";
  /** Turnover class of the ERP's ABC curve; empty when it keeps none. */
  abcClass: string;
  /** Sold in Farmácia Popular. */
  popularPharmacy: boolean;
  /** Takes part in laboratories' discount programmes. */
  pbm: boolean;
  ownBrand: boolean;
  /** When the register last changed, for partners that take only what is new. */
  updatedAt: Date;
}

export interface ProductCategory {
  code: string;
  parentCode: string;
  name: string;
}

/** What an organization set out to sell of a category. Whether for a month, a campaign or a year, its own plan says. */
export interface CategoryGoal {
  categoryCode: string;
  /** null when only the words were given. */
  goalCents: Cents | null;
  /** How sharp prices shall be, in the organization's own words. */
  competitiveness: string;
  /** Where it is advertised, in the organization's own words. */
  media: string;
}

export interface Supplier {
  code: string;
  name: string;
  legalName: string;
  cnpj: string;
  stateRegistration: string;
  street: string;
  streetNumber: string;
  district: string;
  city: string;
  state: string;
  postalCode: string;
}

export interface ProductPrice {
  branchId: number;
  productCode: string;
  priceCents: Cents | null;
  promotionCents: Cents | null;
  loyaltyCents: Cents | null;
  wholesaleCents: Cents | null;
  wholesaleQuantity: number | null;
  costCents: Cents | null;
  active: boolean;
  updatedAt: Date;
}

export interface ProductStock {
  branchId: number;
  productCode: string;
  ean: string;
  quantity: number;
  /** On its way to the branch; null when nobody told it. */
  pendingQuantity: number | null;
  /** Sold a day; null when nobody told it. */
  dailyAverage: number | null;
  updatedAt: Date;
}

/** What {@link MovementReader} methods take: which branches and which days. */
export interface MovementScope {
  branchIds: readonly number[];
  period: { first: Day; last: Day };
  /** Only looked at: the file does not stand for these days. */
  lookup?: true;
}

/**
 * Streams of an organization's movements in bounded memory. Order: branch, day, time, document, line.
 * Within one attempt of a task every method sees the same snapshot, also after a crash.
 */
export interface MovementReader {
  sales(scope: MovementScope & { register?: string }): AsyncIterable<Sale>;
  /** Fields named in `without` come empty or 0. */
  /**
   * The sales of a branch under these document keys, by key, whatever their day; at most 1,000 at a
   * time. What is not here is missing.
   */
  salesByKey(branchId: number, keys: readonly string[]): Promise<Map<string, SaleHead>>;
  saleLines(
    scope: MovementScope & { without?: readonly DispensableSaleField[] },
  ): AsyncIterable<SaleLineRow>;
  products(): AsyncIterable<Product>;
  categories(): AsyncIterable<ProductCategory>;
  /** In order of category code, as they are now. */
  categoryGoals(): AsyncIterable<CategoryGoal>;
  suppliers(): AsyncIterable<Supplier>;
  prices(branchIds: readonly number[]): AsyncIterable<ProductPrice>;
  stock(branchIds: readonly number[]): AsyncIterable<ProductStock>;
  /** Customers in order of code, as they are now. `updatedSince`: only what changed at that moment or later. */
  customers(options?: { updatedSince?: Date }): AsyncIterable<Customer>;
  /** The customers with these documents, by document; at most 1,000 at a time. Who is not registered is missing. */
  customersByDocument(documents: readonly string[]): Promise<Map<string, Customer>>;
  purchases(scope: MovementScope): AsyncIterable<Purchase>;
  /** What depots were asked to send out. */
  outboundOrders(scope: MovementScope): AsyncIterable<OutboundOrder>;
  /** Prescriptions dispensed in the period. */
  prescriptions(scope: MovementScope): AsyncIterable<Prescription>;
  /** What happened to controlled products, counts and cancellations included. */
  controlledMovements(scope: MovementScope): AsyncIterable<ControlledMovement>;
  /** Lots with their balance at the end of `day`; lots at zero are left out. */
  controlledLots(branchIds: readonly number[], day: Day): AsyncIterable<ControlledLot>;
  priceZones(): AsyncIterable<PriceZone>;
  /** Promotions in force on some day of the period, as they are now. */
  promotions(scope: MovementScope): AsyncIterable<Promotion>;
}
