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
