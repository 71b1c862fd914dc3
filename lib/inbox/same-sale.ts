import type { WrittenSale } from "@/db/queries/movements/movements-compare.ts";
import type { SaleDocument } from "./document.ts";
import { sameOriginal } from "./same-original.ts";

type Line = WrittenSale["lines"][number];
type Payment = WrittenSale["payments"][number];

/**
 * Whether what arrives under a known key is the same sale again: same original, moment, total,
 * products with their prices, and payments.
 */
export function sameSale(written: WrittenSale, arrived: SaleDocument): boolean {
  return (
    sameOriginal(written, arrived) &&
    written.totalCents === arrived.totalCents &&
    written.soldAt.getTime() === arrived.soldAt.getTime() &&
    sameList(written.lines, arrived.lines, sameLine) &&
    sameList(written.payments, arrived.payments, samePayment)
  );
}

/** What only some ways in tell: an empty text contradicts nobody. */
const TOLD = ["lot", "msRegistration", "prescriptionKey"] as const;

function sameLine(written: Line, arrived: Line): boolean {
  return (
    written.productCode === arrived.productCode &&
    written.ean === arrived.ean &&
    written.quantity === arrived.quantity &&
    written.unitPriceCents === arrived.unitPriceCents &&
    written.netCents === arrived.netCents &&
    TOLD.every(
      (field) =>
        written[field] === "" || arrived[field] === "" || written[field] === arrived[field],
    )
  );
}

const samePayment = (written: Payment, arrived: Payment) =>
  written.method === arrived.method && written.amountCents === arrived.amountCents;

function sameList<Written, Arrived extends Written>(
  written: readonly Written[],
  arrived: readonly Arrived[],
  same: (one: Written, other: Written) => boolean,
): boolean {
  return (
    written.length === arrived.length &&
    written.every((item, index) => same(item, arrived[index] as Arrived))
  );
}
