import type { Day } from "./period.ts";

/**
 * Why goods leave a depot: a branch's replenishment, an invoice not issued yet, a sale that was quoted, or
 * goods on their way back to their supplier.
 */
export type OutboundKind = "replenishment" | "pre_invoice" | "quote" | "supplier_return";

export interface OutboundLine {
  lineNumber: number;
  productCode: string;
  /** Empty when the product has none ("SEM GTIN"). */
  ean: string;
  description: string;
  /** Units of a package as it is picked; 1 when single. */
  packQuantity: number;
  /** Up to four decimal places, always positive. */
  quantity: number;
}

/** What a depot is asked to pick and send out. */
export interface OutboundOrder {
  id: number;
  /** The depot. */
  branchId: number;
  kind: OutboundKind;
  /** The ERP's own key, unique within the depot. */
  documentKey: string;
  number: string;
  /** Document it follows from; empty when there is none. */
  originalNumber: string;
  /** The ERP's code of who receives. */
  recipientCode: string;
  recipientName: string;
  recipientCnpj: string;
  recipientEmail: string;
  issuedAt: Date;
  /** The day in the depot's time zone. */
  day: Day;
  lines: OutboundLine[];
}
