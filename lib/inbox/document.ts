import type {
  CategoryGoal,
  ProductCategory,
  SaleKind,
  SaleLine,
  SalePayment,
  SaleProgram,
  Supplier,
} from "@/lib/core/movement.ts";
import type {
  ControlledKind,
  ControlledLine,
  ControlledOriginalKind,
  ControlledSubstance,
  Prescription,
} from "@/lib/core/controlled.ts";
import type { PriceZone, PromotionKind } from "@/lib/core/offer.ts";
import type { Day } from "@/lib/core/period.ts";
import type { OutboundOrder } from "@/lib/core/outbound-order.ts";
import type { PurchaseKind, PurchaseLine } from "@/lib/core/purchase.ts";

/** A sale or return that was read and checked, and is not in the database yet. */
export interface SaleDocument {
  type: "sale";
  kind: Exclude<SaleKind, "cancellation">;
  branchId: number;
  documentKey: string;
  /** The sale that a return undoes; empty when the source does not say. */
  originalKey: string;
  model: string;
  series: string;
  number: string;
  register: string;
  soldAt: Date;
  customerDocument: string;
  grossCents: number;
  discountCents: number;
  surchargeCents: number;
  totalCents: number;
  channel: string;
  sellerCode: string;
  /** null when the source does not say. */
  program: SaleProgram | null;
  lines: SaleLine[];
  payments: SalePayment[];
}

/** Goods that a branch received or sent back to its supplier. */
export interface PurchaseDocument {
  type: "purchase";
  kind: Exclude<PurchaseKind, "cancellation">;
  branchId: number;
  documentKey: string;
  /** The purchase that a return undoes; empty when the source does not say. */
  originalKey: string;
  number: string;
  series: string;
  supplierCnpj: string;
  supplierName: string;
  issuedAt: Date;
  totalCents: number;
  lines: PurchaseLine[];
}

/** The cancellation of a document that may not have arrived yet. */
export interface CancellationDocument {
  type: "cancellation";
  /** Key of the cancelled document. */
  documentKey: string;
  /** null when only the fiscal key says whose document it is. */
  branchId: number | null;
  protocol: string;
  cancelledAt: Date;
  /** Whether the document can still arrive here: as the client's own, perhaps from a supplier, never. */
  awaited: "own" | "perhaps" | "never";
  /**
   * Its day is the client's own word, which another day under the same key contradicts. Of several
   * fiscal events of one note each only says again that it is cancelled.
   */
  dayTold?: boolean;
}

/** A product of the catalogue and, when a branch is named, its price and stock there. What is null stays as it was. */
export interface ProductDocument {
  type: "product";
  code: string;
  /** null in rows that only bring price or stock. */
  product: ProductFields | null;
  details: ProductDetails | null;
  branchId: number | null;
  price: PriceFields | null;
  stock: number | null;
}

export interface ProductFields {
  description: string;
  eans: string[];
  categoryCode: string;
  supplierCode: string;
  ncm: string;
  cest: string;
  msRegistration: string;
  brand: string;
  unit: string;
  packQuantity: number;
  pmcCents: number | null;
  active: boolean;
}

/** What only some sources know of a product. What is null stays as it was. */
export interface ProductDetails {
  factoryPriceCents: number | null;
  manufacturer: string | null;
  molecule: string | null;
  therapeuticClass: "1" | "2" | "" | null;
  abcClass: string | null;
  popularPharmacy: boolean | null;
  pbm: boolean | null;
  ownBrand: boolean | null;
}

export interface PriceFields {
  priceCents: number | null;
  promotionCents: number | null;
  loyaltyCents: number | null;
  wholesaleCents: number | null;
  /** From how many units the wholesale price holds. */
  wholesaleQuantity: number | null;
  costCents: number | null;
}

/** A customer as it is now. */
export interface CustomerRow {
  code: string;
  name: string;
  document: string;
  email: string;
  phone: string;
  birthDate: Day | null;
  gender: "male" | "female" | "";
  street: string;
  city: string;
  state: string;
  postalCode: string;
  marketingConsent: boolean;
  consentAt: Day | null;
  consentSource: string;
}

/** A prescription that was dispensed. */
export type PrescriptionRow = Omit<Prescription, "id">;

/** A movement of controlled products with its lines. */
export interface ControlledRow {
  branchId: number;
  key: string;
  kind: ControlledKind;
  substance: ControlledSubstance;
  day: Day;
  originalKey: string;
  originalKind: ControlledOriginalKind;
  prescriptionKey: string;
  invoiceNumber: string;
  invoiceOperation: string;
  invoiceIssuedOn: Day | null;
  originCnpj: string;
  destinationCnpj: string;
  lossReason: string;
  lines: ControlledLine[];
}

/** A promotion as it is now. */
export interface PromotionRow {
  branchId: number;
  code: string;
  name: string;
  kind: PromotionKind;
  productCode: string;
  firstDay: Day;
  lastDay: Day;
  regularCents: number | null;
  promotionCents: number | null;
  takeQuantity: number | null;
  payQuantity: number | null;
  discountPercent: number | null;
  gainedProductCode: string;
  gainedQuantity: number | null;
  phrase: string;
}

/** The goal of a category as it is now; with nothing in it the category has none any more. */
export type GoalRow = CategoryGoal;

/** What a record of one kind became, under the key by which the person knows it. */
interface RecordDocument<Type extends string, Row> {
  type: Type;
  documentKey: string;
  row: Row;
}

export type CustomerDocument = RecordDocument<"customer", CustomerRow>;
export type PrescriptionDocument = RecordDocument<"prescription", PrescriptionRow>;
export type ControlledDocument = RecordDocument<"controlled", ControlledRow>;
export type ZoneDocument = RecordDocument<"zone", PriceZone>;
export type PromotionDocument = RecordDocument<"promotion", PromotionRow>;
export type GoalDocument = RecordDocument<"goal", GoalRow>;
export type SupplierDocument = RecordDocument<"supplier", Supplier>;
export type CategoryDocument = RecordDocument<"category", ProductCategory>;

/** What a depot is asked to send out. */
export interface OutboundDocument extends Omit<OutboundOrder, "id"> {
  type: "outbound";
}

export type InboxDocument =
  | SaleDocument
  | PurchaseDocument
  | CancellationDocument
  | ProductDocument
  | CustomerDocument
  | PrescriptionDocument
  | ControlledDocument
  | ZoneDocument
  | PromotionDocument
  | GoalDocument
  | SupplierDocument
  | CategoryDocument
  | OutboundDocument;

/** The key by which a person knows a document. */
export function keyOfDocument(document: InboxDocument): string {
  return document.type === "product" ? document.code : document.documentKey;
}

/** Something to tell the person about a document. */
export interface Finding {
  documentKey: string;
  code: string;
  /** Portuguese, without personal data. */
  reason: string;
}

/** What one document turned out to be. */
export type Reading =
  | { document: InboxDocument; warnings: Finding[]; place?: string }
  | { document: null; refusal: Finding; warnings: Finding[]; place?: string };

/** Ends the reading of one document with the reason it is not taken. The rest of the file goes on. */
export class DocumentRefusal extends Error {
  readonly finding: Finding;
  constructor(code: string, reason: string, documentKey = "") {
    super(code);
    this.name = "DocumentRefusal";
    this.finding = { code, reason, documentKey };
  }
}

/**
 * Runs a reader and turns its {@link DocumentRefusal} into a {@link Reading}; anything else is our
 * own fault and goes up.
 */
export function readingOf(read: () => { document: InboxDocument; warnings: Finding[] }): Reading {
  try {
    return read();
  } catch (error) {
    if (error instanceof DocumentRefusal)
      return { document: null, refusal: error.finding, warnings: [] };
    throw error;
  }
}

/** What a reader must know of the organization: its branches by CNPJ, and nothing of anybody else's. */
export interface InboxContext {
  branchIdByCnpj: ReadonlyMap<string, number>;
  timeZone: string;
  now: Date;
}

/** What is said of a CNPJ that is no branch here. */
export const UNKNOWN_BRANCH = {
  code: "unknown_branch",
  reason:
    "O CNPJ do documento não é de nenhuma filial ativa deste cliente. Cadastre a filial ou confira se o arquivo é deste cliente.",
};

/**
 * The refusal for a CNPJ that is no branch here. It reads the same whether or not the CNPJ belongs
 * to somebody else.
 */
export function refuseUnknownBranch(documentKey: string): never {
  throw new DocumentRefusal(UNKNOWN_BRANCH.code, UNKNOWN_BRANCH.reason, documentKey);
}
