import type { WrittenPurchase } from "@/db/queries/movements/purchases-compare.ts";
import type { PurchaseDocument } from "./document.ts";
import { sameOriginal } from "./same-original.ts";

type Line = WrittenPurchase["lines"][number];

/**
 * Whether what arrives under a known key is the same purchase again: same day, supplier, number,
 * total, products and lots. The hour is left out, since CSV and API may leave it out.
 */
export function samePurchase(
  written: WrittenPurchase,
  arrived: PurchaseDocument,
  arrivedDay: string,
): boolean {
  return (
    sameOriginal(written, arrived) &&
    written.totalCents === arrived.totalCents &&
    written.day === arrivedDay &&
    written.supplierCnpj === arrived.supplierCnpj &&
    written.number === arrived.number &&
    written.lines.length === arrived.lines.length &&
    written.lines.every((line, index) => sameLine(line, arrived.lines[index] as Line))
  );
}

function sameLine(written: Line, arrived: Line): boolean {
  return (
    written.productCode === arrived.productCode &&
    written.quantity === arrived.quantity &&
    written.netCents === arrived.netCents &&
    written.bonus === arrived.bonus &&
    written.lots.length === arrived.lots.length &&
    written.lots.every((lot, index) => {
      const other = arrived.lots[index];
      return (
        lot.lot === other?.lot &&
        lot.quantity === other.quantity &&
        lot.expiresOn === other.expiresOn
      );
    })
  );
}
