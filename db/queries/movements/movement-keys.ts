/** Identifies a written sale. */
export interface SaleKey {
  branchId: number;
  documentKey: string;
  kind: string;
}

/** A cancellation looking for its document. */
export interface CancellationRow {
  waitingKey: string;
  documentKey: string;
  branchId: number | null;
  protocol: string;
  cancelledAt: string;
}

/**
 * applied = written now; known = was there already; return = its document is a return, which has no
 * cancellation of its own.
 */
export type CancellationOutcome = "applied" | "known" | "return";
