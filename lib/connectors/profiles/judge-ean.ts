import { isGtin } from "../../core/documents.ts";

/** Partners that know products by EAN alone: what has none is left out, what has a wrong one is refused. */
export function judgeEan(ean: string): "ok" | "absent" | "wrong" {
  if (ean === "") return "absent";
  return isGtin(ean) ? "ok" : "wrong";
}
