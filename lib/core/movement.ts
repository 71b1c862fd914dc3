import type { Cents } from "./money.ts";
import type { Day } from "./period.ts";

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
  /** Sold at a promotional price. */
  onOffer: boolean;
}

export interface SalePayment {
  /** tPag of the NF-e layout 4.00, two digits (01 cash, 03 credit, 04 debit, 17 PIX …). */
  method: string;
  amountCents: Cents;
  cardBrand: string;
  acquirerCnpj: string;
  authorization: string;
  nsu: string;
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
  lines: SaleLine[];
  payments: SalePayment[];
}

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
  costCents: Cents;
}

/** What a reader of sale lines may do without: millions of rows are faster without a description nobody writes. */
export type DispensableSaleField = "documentKey" | "number" | "customerDocument" | "ean" | "description" | "ncm" | "cfop" | "unit" | "grossCents" | "surchargeCents" | "netCents" | "costCents" | "msRegistration" | "lot";

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
}

export interface ProductCategory {
  code: string;
  parentCode: string;
  name: string;
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
  wholesaleQuantity: number;
  costCents: Cents | null;
  active: boolean;
}

export interface ProductStock {
  branchId: number;
  productCode: string;
  ean: string;
  quantity: number;
  pendingQuantity: number;
  dailyAverage: number;
}

/** What {@link MovementReader} methods take: which branches and which days. */
export interface MovementScope {
  branchIds: readonly number[];
  period: { first: Day; last: Day };
}

/**
 * Streams of an organization's movements in bounded memory. Order: branch, day, time, document, line.
 * Within one attempt of a task every method sees the same snapshot, also after a crash.
 */
export interface MovementReader {
  sales(scope: MovementScope & { register?: string }): AsyncIterable<Sale>;
  /** Fields named in `without` come empty or 0. */
  saleLines(scope: MovementScope & { without?: readonly DispensableSaleField[] }): AsyncIterable<SaleLineRow>;
  products(): AsyncIterable<Product>;
  categories(): AsyncIterable<ProductCategory>;
  suppliers(): AsyncIterable<Supplier>;
  prices(branchIds: readonly number[]): AsyncIterable<ProductPrice>;
  stock(branchIds: readonly number[]): AsyncIterable<ProductStock>;
}
