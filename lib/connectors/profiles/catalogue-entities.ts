import type { TaskContext } from "../define.ts";
import type { Product, ProductPrice, ProductStock } from "@/lib/core/movement.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { choice } from "../settings.ts";
import type { LotEntity } from "./lot-entity.ts";
import { cleanText, gtinOrNull, quantityOf, reais, registrationOrNull } from "./wire-text.ts";

/** What to do with a stock below zero, which most partners refuse. */
export const NEGATIVE_STOCK = choice("estoque_negativo", "Estoque negativo", {
  defaultValue: "zerar",
  options: [
    { value: "zerar", label: "Enviar como zero" },
    { value: "omitir", label: "Não enviar o produto" },
    { value: "enviar", label: "Enviar como está" },
  ],
  help: "Muitos parceiros recusam estoque abaixo de zero; o log conta quantos produtos foram ajustados",
});

/** Which rows take part in a load: a partial one takes only what changed since the last. */
export type Selection<Key extends string = never> = (
  ctx: TaskContext<Key>,
) => Promise<(row: { updatedAt: Date }) => boolean>;
const everything: Selection = async () => () => true;

export function productRecord(product: Product) {
  const [main = "", ...others] = product.eans;
  return {
    chave: cleanText(product.code),
    codigo_produto: cleanText(product.code),
    ean: gtinOrNull(main),
    eans_adicionais: others.map(gtinOrNull).filter((ean) => ean !== null),
    descricao: cleanText(product.description) || cleanText(product.code),
    registro_ms: registrationOrNull(product.msRegistration),
    marca: cleanText(product.brand) || null,
    categoria: cleanText(product.categoryCode) || null,
    fornecedor: cleanText(product.supplierCode) || null,
    ncm: /^\d{8}$/.test(product.ncm) ? product.ncm : null,
    unidade: cleanText(product.unit) || "UN",
    quantidade_embalagem: product.packQuantity,
    preco_maximo: product.pmcCents === null ? null : reais(product.pmcCents),
    ativo: product.active,
  };
}

const PRODUCT_FIELDS = [
  "chave",
  "codigo_produto",
  "ean",
  "eans_adicionais",
  "descricao",
  "registro_ms",
  "marca",
  "categoria",
  "fornecedor",
  "ncm",
  "unidade",
  "quantidade_embalagem",
  "preco_maximo",
  "ativo",
];

/**
 * The whole catalogue, or what changed of it; products without a code cannot be named and stay behind.
 * `uniqueEan`: the partner keeps one product an EAN, so that of two that share one only the first goes with it.
 */
export function productsEntity<Key extends string = never>({
  select = everything,
  uniqueEan = false,
}: { select?: Selection<Key>; uniqueEan?: boolean } = {}): LotEntity<Key, "produtos"> {
  return {
    resource: "produtos",
    label: "Produtos",
    fields: PRODUCT_FIELDS,
    scope: "organization",
    async *records(ctx) {
      const takesPart = await select(ctx);
      const taken = new Set<string>();
      let shared = 0;
      for await (const product of ctx.movements.products()) {
        const body = productRecord(product);
        const { ean } = body;
        const repeated = uniqueEan && ean !== null && taken.has(ean);
        if (uniqueEan && ean !== null) taken.add(ean);
        if (body.chave === "" || !takesPart(product)) continue;
        if (repeated) shared += 1;
        yield { key: body.chave, body: repeated ? { ...body, ean: null } : body };
      }
      if (shared > 0)
        ctx.log(
          "warn",
          `${formatCount(shared, "produto tem o EAN de outro e foi enviado", "produtos têm o EAN de outro e foram enviados")} sem EAN. Corrija o cadastro.`,
        );
    },
  };
}

/** Stock of now, one record a product and store. */
export function stockEntity<Key extends string = never>({
  select = everything,
}: { select?: Selection<Key> } = {}): LotEntity<Key | typeof NEGATIVE_STOCK.key, "estoque"> {
  return {
    resource: "estoque",
    label: "Estoque",
    fields: ["chave", "codigo_produto", "ean", "quantidade", "quantidade_pendente", "media_diaria"],
    scope: "branch",
    async *records(ctx, branch) {
      const takesPart = await select(ctx);
      const rule = ctx.settings.text(NEGATIVE_STOCK.key);
      let negative = 0;
      for await (const stock of ctx.movements.stock([branch.id])) {
        if (!takesPart(stock)) continue;
        const below = stock.quantity < 0 && rule !== "enviar";
        if (below) negative += 1;
        if (below && rule === "omitir") continue;
        const body = stockRecord(stock, below ? 0 : stock.quantity);
        if (body.chave !== "") yield { key: body.chave, body };
      }
      if (negative > 0)
        ctx.log(
          "warn",
          `${branch.name}: ${rule === "omitir" ? formatCount(negative, "produto com estoque negativo não foi enviado", "produtos com estoque negativo não foram enviados") : formatCount(negative, "produto com estoque negativo foi enviado como zero", "produtos com estoque negativo foram enviados como zero")}.`,
        );
    },
  };
}

/** null where nobody told it. */
const known = (quantity: number | null) => (quantity === null ? null : quantityOf(quantity));

function stockRecord(stock: ProductStock, quantity: number) {
  const code = cleanText(stock.productCode);
  return {
    chave: code,
    codigo_produto: code,
    ean: gtinOrNull(stock.ean),
    quantidade: quantityOf(quantity),
    quantidade_pendente: known(stock.pendingQuantity),
    media_diaria: known(stock.dailyAverage),
  };
}

/**
 * Prices of now, one record a product and store. A product without a price above zero has nothing
 * to say; an offer that is none is left out of its record.
 */
export function pricesEntity<Key extends string = never>({
  select = everything,
}: { select?: Selection<Key> } = {}): LotEntity<Key, "precos"> {
  return {
    resource: "precos",
    label: "Preços",
    fields: [
      "chave",
      "codigo_produto",
      "preco",
      "preco_oferta",
      "preco_fidelidade",
      "preco_atacado",
      "quantidade_atacado",
      "ativo",
    ],
    scope: "branch",
    async *records(ctx, branch) {
      const takesPart = await select(ctx);
      let withoutPrice = 0;
      let strange = 0;
      for await (const price of ctx.movements.prices([branch.id])) {
        if (!takesPart(price)) continue;
        if ((price.priceCents ?? 0) <= 0) {
          withoutPrice += 1;
          continue;
        }
        const body = priceRecord(price);
        if (price.promotionCents !== null && body.preco_oferta === null) strange += 1;
        if (body.chave !== "") yield { key: body.chave, body };
      }
      if (withoutPrice > 0)
        ctx.log(
          "info",
          `${branch.name}: ${formatCount(withoutPrice, "produto sem preço não foi enviado", "produtos sem preço não foram enviados")}.`,
        );
      if (strange > 0)
        ctx.log(
          "warn",
          `${branch.name}: ${formatCount(strange, "oferta com preço igual ou acima do preço normal não foi enviada", "ofertas com preço igual ou acima do preço normal não foram enviadas")}. Corrija na origem.`,
        );
    },
  };
}

function priceRecord(price: ProductPrice) {
  const code = cleanText(price.productCode);
  const regular = price.priceCents ?? 0;
  const below = (cents: number | null) =>
    cents !== null && cents > 0 && cents < regular ? reais(cents) : null;
  // One without the other says nothing.
  const wholesale = price.wholesaleQuantity === null ? null : below(price.wholesaleCents);
  return {
    chave: code,
    codigo_produto: code,
    preco: reais(regular),
    preco_oferta: below(price.promotionCents),
    preco_fidelidade: below(price.loyaltyCents),
    preco_atacado: wholesale,
    quantidade_atacado: wholesale === null ? null : price.wholesaleQuantity,
    ativo: price.active,
  };
}
