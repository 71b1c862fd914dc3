import type { WrittenSale } from "@/db/queries/movements/movements-compare.ts";
import type { SaleDocument } from "./document.ts";
import { sameOriginal } from "./same-original.ts";

/** Whether what arrives under a known key is the same sale again: same original, moment, total, products and payments. */
export function sameSale(written: WrittenSale, arrived: SaleDocument): boolean {
  return (
    sameOriginal(written, arrived) &&
    written.totalCents === arrived.totalCents &&
    written.soldAt.getTime() === arrived.soldAt.getTime() &&
    sameList(
      written.lines,
      arrived.lines,
      (line) => `${line.productCode}|${line.ean}|${line.quantity}|${line.netCents}`,
    ) &&
    sameList(
      written.payments,
      arrived.payments,
      (payment) => `${payment.method}|${payment.amountCents}`,
    )
  );
}

function sameList<Written, Arrived extends Written>(
  written: readonly Written[],
  arrived: readonly Arrived[],
  tell: (item: Written) => string,
): boolean {
  return (
    written.length === arrived.length &&
    written.every((item, index) => tell(item) === tell(arrived[index] as Arrived))
  );
}
