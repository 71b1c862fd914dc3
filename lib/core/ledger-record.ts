import type { Cents } from "./money.ts";
import type { Day } from "./period.ts";

/** A record as the partner knows it: what makes "already accepted" a fact and not a guess. */
export interface LedgerRecord {
  /** Unique within integration and operation: branch + day + document, in the partner's own terms. */
  key: string;
  branchId: number;
  day: Day;
  register: string;
  /** `document`: what is no sale, such as an invoice that a warehouse was told of. */
  kind: "sale" | "cancellation" | "return" | "document";
  amountCents: Cents;
}

/**
 * Three years: for so long it is known what a partner accepted. What lies further back is not sent
 * again either, since nobody could tell what would be sent twice.
 */
export const KEEP_ACCEPTED_DAYS = 1_096;
