import type { Branch, Product, ProductPrice } from "@/lib/core/movement.ts";
import type { Promotion } from "@/lib/core/offer.ts";
import { cleanText, gtinOrNull, reais } from "../profiles/wire-text.ts";

const COMMON = ["chave", "gtin", "cdProduto", "cdFilial", "cdPrecoGrupo"] as const;
const WINDOW = [
  "cdPromocao",
  "dtVigenciaInicial",
  "dtVigenciaFinal",
  "exibeFraseInformativa",
  "deFraseInformativa",
] as const;

/** The seven kinds of price, each a resource of its own, with the fields of its records. */
export const PRICE_KINDS = {
  preco_regular: { label: "Preço regular", fields: [...COMMON, "vlPrecoUnitario"] },
  preco_de_por: {
    label: "Preço de/por",
    fields: [...COMMON, ...WINDOW, "vlPrecoDe", "vlPrecoUnitario"],
  },
  preco_a_partir_de: {
    label: "Preço a partir de",
    fields: [...COMMON, ...WINDOW, "vlPrecoUnitario"],
  },
  preco_fidelidade: {
    label: "Preço fidelidade",
    fields: [...COMMON, ...WINDOW, "vlPrecoDe", "vlPrecoUnitario"],
  },
  leve_pague: { label: "Leve X pague Y", fields: [...COMMON, ...WINDOW, "qtCompre", "qtPague"] },
  desconto_unidade: {
    label: "Desconto na unidade X",
    fields: [...COMMON, ...WINDOW, "qtCompre", "pcDesconto"],
  },
  compre_ganhe: {
    label: "Compre e ganhe desconto",
    fields: [
      ...COMMON,
      ...WINDOW,
      "qtCompre",
      "cdProdutoDesconto",
      "gtinProdutoDesconto",
      "deResumidaProdutoDesconto",
      "deApresentacaoVendaProdutoDesconto",
      "qtProdutoDesconto",
      "exibeFraseInformativaProdutoDesconto",
      "deFraseInformativaProdutoDesconto",
      "pcDesconto",
    ],
  },
} as const;

/** The store of a price: the branch, and the group of branches that share prices; null where it is in none. */
export interface PriceStore {
  branch: Branch;
  group: string | null;
}

const product = (code: string, ean: string, { branch, group }: PriceStore) => ({
  gtin: gtinOrNull(ean),
  cdProduto: cleanText(code),
  cdFilial: branch.code,
  cdPrecoGrupo: group,
});

export function regularRecord(price: ProductPrice, ean: string, store: PriceStore) {
  return {
    chave: cleanText(price.productCode),
    ...product(price.productCode, ean, store),
    vlPrecoUnitario: reais(price.priceCents ?? 0),
  };
}

/** An offer as its kind of price writes it. `gained` is the product discounted, for buy-and-get. */
export function offerRecord(
  offer: Promotion,
  store: PriceStore,
  facts: { regularCents: number | null; gained: Product | undefined },
) {
  const phrase = cleanText(offer.phrase);
  const common = {
    chave: `${cleanText(offer.code)}/${cleanText(offer.productCode)}`,
    ...product(offer.productCode, offer.ean, store),
    cdPromocao: cleanText(offer.code),
    dtVigenciaInicial: offer.first,
    dtVigenciaFinal: offer.last,
    exibeFraseInformativa: phrase === "" ? "N" : "S",
    deFraseInformativa: phrase || null,
  };
  const price = { vlPrecoUnitario: reais(offer.promotionCents ?? 0) };
  switch (offer.kind) {
    case "from_to":
    case "loyalty":
      return {
        ...common,
        vlPrecoDe: reais(offer.regularCents ?? facts.regularCents ?? 0),
        ...price,
      };
    case "starting_at":
      return { ...common, ...price };
    case "take_pay":
      return { ...common, qtCompre: offer.takeQuantity, qtPague: offer.payQuantity };
    case "nth_unit":
      return { ...common, qtCompre: offer.takeQuantity, pcDesconto: offer.discountPercent };
    case "buy_get":
      return {
        ...common,
        qtCompre: offer.takeQuantity,
        cdProdutoDesconto: cleanText(offer.gainedProductCode),
        gtinProdutoDesconto: gtinOrNull(facts.gained?.eans[0] ?? ""),
        deResumidaProdutoDesconto:
          cleanText(facts.gained?.description ?? "") || cleanText(offer.gainedProductCode),
        deApresentacaoVendaProdutoDesconto: cleanText(facts.gained?.unit ?? "") || null,
        qtProdutoDesconto: offer.gainedQuantity ?? 1,
        exibeFraseInformativaProdutoDesconto: "N",
        deFraseInformativaProdutoDesconto: null,
        pcDesconto: offer.discountPercent,
      };
  }
}
