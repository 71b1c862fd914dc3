import type { Cents } from "./money.ts";
import type { Day } from "./period.ts";

/** Goods received, the cancellation of their invoice, or goods sent back: separate movements, as with sales. */
export type PurchaseKind = "purchase" | "cancellation" | "return";

/** A lot inside an invoice line. */
export interface PurchaseLot {
  lot: string;
  quantity: number;
  manufacturedOn: Day | null;
  expiresOn: Day | null;
}

export interface PurchaseLine {
  lineNumber: number;
  productCode: string;
  /** Empty when the product has none ("SEM GTIN"). */
  ean: string;
  description: string;
  ncm: string;
  cfop: string;
  unit: string;
  /** Up to four decimal places, always positive. */
  quantity: number;
  unitPriceCents: Cents;
  netCents: Cents;
  /** The first of `lots`; empty when the invoice names none. */
  lot: string;
  lots: PurchaseLot[];
  msRegistration: string;
  /** Received without charge (bonificação). */
  bonus: boolean;
}

/** An invoice of a supplier to a branch, or of a branch back to its supplier. */
export interface Purchase {
  id: number;
  branchId: number;
  kind: PurchaseKind;
  documentKey: string;
  /** For a cancellation or return: the key of the purchase it undoes; empty when the source does not say. */
  originalKey: string;
  number: string;
  series: string;
  supplierCnpj: string;
  supplierName: string;
  /** The catalogue's code of that supplier; empty when the catalogue does not have it. */
  supplierCode: string;
  issuedAt: Date;
  /** The day in the branch's time zone. */
  day: Day;
  totalCents: Cents;
  lines: PurchaseLine[];
}
