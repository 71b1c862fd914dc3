import { isGtin } from "@/lib/core/documents.ts";
import type { Product } from "@/lib/core/movement.ts";

/**
 * The GTIN to ask Cosmos for; null when asking would waste the budget. Codes that begin with 2 are a
 * shop's own (weighed and internal), 14 digits name boxes, and a wrong check digit names nothing.
 */
export function askableGtin(product: Pick<Product, "eans">): string | null {
  return product.eans.find((ean) => isGtin(ean) && ean.length < 14 && !ean.startsWith("2")) ?? null;
}
