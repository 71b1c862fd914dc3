import { accessKeyCheckDigit, completeCnpj } from "@/lib/core/documents.ts";
import type { Day } from "@/lib/core/period.ts";
import type { PurchaseKind } from "@/lib/core/purchase.ts";
import type { DayBook } from "./day-book.ts";
import type { DemoProduct } from "./demo-catalogue.ts";
import type { DemoBranch } from "./demo-sales.ts";

/** The demo's distributor, the first of its suppliers. */
export const DISTRIBUTOR = { cnpj: completeCnpj("713008840001"), name: "Distribuidora Planalto" };

interface BoughtLine {
  product: DemoProduct;
  quantity: number;
  /** Empty when the invoice traces no lot. */
  lot: string;
  expiresOn: Day | null;
  bonus: boolean;
}

/** An invoice of the distributor to a branch, or of the branch back to it. */
export function makeDemoPurchase(
  book: DayBook,
  organizationId: number,
  branch: DemoBranch,
  day: Day,
  lines: readonly BoughtLine[],
  kind: Exclude<PurchaseKind, "cancellation">,
): { number: string; supplierCnpj: string } {
  const id = book.purchases.length;
  const ownNumber = Number(day.slice(2).replaceAll("-", "")) * 100 + (id % 100);
  const number = String(ownNumber % 1_000_000_000);
  const issuer = kind === "purchase" ? DISTRIBUTOR.cnpj : branch.cnpj;
  const key43 = `${kind === "purchase" ? "35" : branch.stateCode}${day.slice(2, 4)}${day.slice(5, 7)}${issuer}55001${number.padStart(9, "0")}1${String((branch.id * 131 + id) % 100_000_000).padStart(8, "0")}`;
  book.purchases.push({
    organizationId,
    id,
    branchId: branch.id,
    kind,
    documentKey: `${key43}${accessKeyCheckDigit(key43)}`,
    originalKey: "",
    number,
    series: "1",
    supplierCnpj: DISTRIBUTOR.cnpj,
    supplierName: DISTRIBUTOR.name,
    issuedAt: new Date(Date.parse(`${day}T00:00:00Z`) + (branch.utcOffsetHours + 7) * 3_600_000),
    day,
    totalCents: lines.reduce((sum, { product, quantity }) => sum + product.costCents * quantity, 0),
  });
  book.purchaseLines.push(
    ...lines.map(({ product, quantity, lot, expiresOn, bonus }, index) => ({
      organizationId,
      purchaseId: id,
      lineNumber: index + 1,
      productCode: product.code,
      ean: product.ean,
      description: product.description,
      ncm: product.ncm,
      cfop: kind === "return" ? "5202" : bonus ? "5910" : "5102",
      unit: "CX",
      quantity,
      unitPriceCents: product.costCents,
      netCents: product.costCents * quantity,
      lot,
      lots: lot === "" ? [] : [{ lot, quantity, manufacturedOn: null, expiresOn }],
      msRegistration: product.msRegistration,
      bonus,
    })),
  );
  return { number, supplierCnpj: DISTRIBUTOR.cnpj };
}
