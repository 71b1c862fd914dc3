import {
  updateProductDetails,
  upsertPrices,
  upsertProducts,
  upsertStock,
} from "@/db/queries/products/catalogue-write.ts";
import type { Transaction } from "@/db/client.ts";
import type { ProductDocument } from "./document.ts";

/** Brings the catalogue to what the documents say. When one repeats a product, the last word counts. */
export async function saveProducts(
  tx: Transaction,
  organizationId: number,
  documents: readonly ProductDocument[],
): Promise<void> {
  const products = new Map<string, object>();
  const details = new Map<string, object>();
  const prices = new Map<string, object>();
  const stock = new Map<string, object>();
  for (const { code, product, details: more, branchId, price, stock: quantity } of documents) {
    if (product) products.set(code, { ...product, code });
    if (more && Object.values(more).some((value) => value !== null))
      details.set(code, { ...more, code });
    if (branchId !== null && price)
      prices.set(`${branchId}/${code}`, {
        ...prices.get(`${branchId}/${code}`),
        ...price,
        branchId,
        code,
      });
    if (branchId !== null && quantity !== null)
      stock.set(`${branchId}/${code}`, { quantity, branchId, code });
  }
  await upsertProducts(tx, organizationId, [...products.values()]);
  await updateProductDetails(tx, organizationId, [...details.values()]);
  await upsertPrices(tx, organizationId, [...prices.values()]);
  await upsertStock(tx, organizationId, [...stock.values()]);
}
