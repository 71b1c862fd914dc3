import {
  updateProductDetails,
  upsertPrices,
  upsertProducts,
  upsertStock,
} from "@/db/queries/products/catalogue-write.ts";
import type { Transaction } from "@/db/client.ts";
import type { PriceFields, ProductDetails, ProductDocument, ProductFields } from "./document.ts";

/** Brings the catalogue to what the documents say. When one repeats a product, the last word counts. */
export async function saveProducts(
  tx: Transaction,
  organizationId: number,
  documents: readonly ProductDocument[],
): Promise<void> {
  const products = new Map<string, ProductFields & { code: string }>();
  const details = new Map<string, ProductDetails & { code: string }>();
  const prices = new Map<string, PriceFields & { branchId: number; productCode: string }>();
  const stock = new Map<string, { quantity: number; branchId: number; productCode: string }>();
  for (const { code, product, details: more, branchId, price, stock: quantity } of documents) {
    const place = branchId === null ? null : { branchId, productCode: code };
    if (product) products.set(code, { ...product, code });
    if (more && Object.values(more).some((value) => value !== null))
      details.set(code, { ...fill(details.get(code), more), code });
    if (place && price)
      prices.set(`${branchId}/${code}`, {
        ...fill(prices.get(`${branchId}/${code}`), price),
        ...place,
      });
    if (place && quantity !== null) stock.set(`${branchId}/${code}`, { quantity, ...place });
  }
  const own = <Row>(rows: Map<string, Row>) =>
    [...rows.values()].map((row) => ({ ...row, organizationId }));
  await upsertProducts(tx, own(products));
  await updateProductDetails(tx, organizationId, [...details.values()]);
  await upsertPrices(tx, own(prices));
  await upsertStock(tx, own(stock));
}

/** What a later record leaves out stays as an earlier one of the same batch said it. */
function fill<Fields extends object>(earlier: Fields | undefined, later: Fields): Fields {
  if (!earlier) return later;
  const told = Object.entries(later).filter(([, value]) => value !== null);
  return { ...earlier, ...(Object.fromEntries(told) as Partial<Fields>) };
}
