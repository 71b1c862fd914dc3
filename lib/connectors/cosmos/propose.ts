import type { Product } from "@/lib/core/movement.ts";
import type { Collected } from "../define.ts";
import type { CosmosProduct } from "./ask.ts";

type Fields = Extract<Collected, { type: "proposal" }>["fields"];

const fold = (text: string) =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
const digits = (text: string | null | undefined) => (text ?? "").replace(/\D/g, "");
const clean = (text: string | null | undefined, longest: number) =>
  (text ?? "").replace(/\s+/g, " ").trim().slice(0, longest);

/**
 * What Cosmos knows otherwise than the registration, field by field. Differences of case and accents are
 * none; codes of the wrong length are left out, since nobody could use them.
 */
export function proposeFields(product: Product, known: CosmosProduct): Fields {
  const fields: Array<Fields[number]> = [];
  const description = clean(known.description, 300);
  if (description && fold(description) !== fold(product.description))
    fields.push({ field: "description", value: description });
  const brand = clean(known.brand?.name, 100);
  if (brand && fold(brand) !== fold(product.brand)) fields.push({ field: "brand", value: brand });
  const ncm = digits(known.ncm?.code);
  if (ncm.length === 8 && ncm !== digits(product.ncm))
    fields.push({
      field: "ncm",
      value: ncm,
      note: clean(known.ncm?.full_description ?? known.ncm?.description, 300),
    });
  // A code that came as a number has lost the zero in front of it.
  const cest = digits(known.cest?.code).replace(/^\d{6}$/, "0$&");
  if (cest.length === 7 && cest !== digits(product.cest))
    fields.push({ field: "cest", value: cest, note: clean(known.cest?.description, 300) });
  const picture = clean(known.thumbnail, 500);
  if (picture.startsWith("https://") && URL.canParse(picture))
    fields.push({ field: "imageUrl", value: picture });
  return fields;
}
