/** A field of a product's registration that a catalogue may propose a value for. */
export const PRODUCT_FIELDS = ["description", "brand", "ncm", "cest", "imageUrl"] as const;
export type ProductField = (typeof PRODUCT_FIELDS)[number];

/** What a person reads about each field; `fiscal` ones decide taxes. */
export const PRODUCT_FIELD_LABEL: Record<ProductField, { label: string; fiscal: boolean }> = {
  description: { label: "Descrição", fiscal: false },
  brand: { label: "Marca", fiscal: false },
  ncm: { label: "NCM", fiscal: true },
  cest: { label: "CEST", fiscal: true },
  imageUrl: { label: "Imagem", fiscal: false },
};
