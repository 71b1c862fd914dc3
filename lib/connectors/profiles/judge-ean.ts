import { isGtin } from "@/lib/core/documents.ts";

/**
 * Partners that know products by EAN alone: what has none is left out, and so is an in-store code
 * (it begins with 2), which means something else in every shop; what has a wrong one is refused.
 */
export function judgeEan(ean: string): "ok" | "absent" | "wrong" {
  if (ean === "" || ean === "SEM GTIN") return "absent";
  if (!isGtin(ean)) return "wrong";
  return ean.length === 13 && ean.startsWith("2") ? "absent" : "ok";
}
