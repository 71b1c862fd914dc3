import type { Branch, Product } from "@/lib/core/movement.ts";
import type { PromotionKind } from "@/lib/core/offer.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import type { TaskContext } from "../define.ts";
import type { LotEntity, LotRecord } from "../profiles/lot-entity.ts";
import { OfferWindows, refuseOffer, refusePrice } from "./judge-offer.ts";
import { offerRecord, PRICE_KINDS, type PriceStore, regularRecord } from "./price-record.ts";

type Resource = keyof typeof PRICE_KINDS;

const RESOURCE: Readonly<Record<PromotionKind, Resource>> = {
  from_to: "preco_de_por",
  starting_at: "preco_a_partir_de",
  loyalty: "preco_fidelidade",
  take_pay: "leve_pague",
  nth_unit: "desconto_unidade",
  buy_get: "compre_ganhe",
};

const describe = (resource: Resource): Omit<LotEntity<never, Resource>, "records"> => ({
  resource,
  ...PRICE_KINDS[resource],
  scope: "branch",
});

const catalogues = new WeakMap<object, Promise<Map<string, Product>>>();

/** Products by code, read once a task: a catalogue fits into memory, a day of sales would not. */
function readProducts(ctx: TaskContext): Promise<Map<string, Product>> {
  const known = catalogues.get(ctx);
  if (known) return known;
  const reading = (async () => {
    const products = new Map<string, Product>();
    for await (const product of ctx.movements.products()) products.set(product.code, product);
    return products;
  })();
  catalogues.set(ctx, reading);
  return reading;
}

/** A branch with the group of prices that it belongs to. */
async function readStore(ctx: TaskContext, branch: Branch): Promise<PriceStore> {
  for await (const { code, branchIds } of ctx.movements.priceZones())
    if (branchIds.includes(branch.id)) return { branch, group: code };
  return { branch, group: null };
}

async function readRegularPrices(ctx: TaskContext, branch: Branch): Promise<Map<string, number>> {
  const prices = new Map<string, number>();
  for await (const { productCode, priceCents, active } of ctx.movements.prices([branch.id]))
    if (active && priceCents !== null && priceCents > 0) prices.set(productCode, priceCents);
  return prices;
}

/** What the shelf says when there is no offer. */
const regularPrices: LotEntity<never, Resource> = {
  ...describe("preco_regular"),
  async *records(ctx, branch, day) {
    const products = await readProducts(ctx);
    const store = await readStore(ctx, branch);
    let without = 0;
    for await (const price of ctx.movements.prices([branch.id])) {
      const cents = price.priceCents ?? 0;
      if (!price.active || cents <= 0) {
        without += 1;
        continue;
      }
      const product = products.get(price.productCode);
      const refusal = refusePrice(price.productCode, cents, {
        regularCents: cents,
        pmcCents: product?.pmcCents ?? null,
      });
      const body = regularRecord(price, product?.eans[0] ?? "", store);
      if (refusal)
        ctx.refuse({ key: `${branch.code}/${body.chave}`, ...refusal, branchId: branch.id, day });
      else yield { key: body.chave, body };
    }
    if (without > 0)
      ctx.log(
        "info",
        `${branch.name}: ${formatCount(without, "produto inativo ou sem preço não foi enviado", "produtos inativos ou sem preço não foram enviados")}.`,
      );
  },
};

/** The offers of one kind in force; what must not be printed is refused with its reason. */
function offers(kind: PromotionKind): LotEntity<never, Resource> {
  return {
    ...describe(RESOURCE[kind]),
    async *records(ctx, branch, day): AsyncIterable<LotRecord> {
      const products = await readProducts(ctx);
      const windows = new OfferWindows();
      const store = await readStore(ctx, branch);
      // Few shops have offers of every kind: prices are read once there is one.
      let prices: Map<string, number> | undefined;
      for await (const offer of ctx.movements.promotions({
        branchIds: [branch.id],
        period: { first: day, last: day },
      })) {
        if (offer.kind !== kind) continue;
        prices ??= await readRegularPrices(ctx, branch);
        const regularCents = prices.get(offer.productCode) ?? null;
        const refusal =
          refuseOffer(offer, {
            regularCents,
            pmcCents: products.get(offer.productCode)?.pmcCents ?? null,
          }) ?? windows.refuseOverlap(offer);
        const body = offerRecord(offer, store, {
          regularCents,
          gained: products.get(offer.gainedProductCode),
        });
        if (refusal)
          ctx.refuse({ key: `${branch.code}/${body.chave}`, ...refusal, branchId: branch.id, day });
        else yield { key: body.chave, body };
      }
    },
  };
}

/** The seven kinds of price. */
export const PRICE_ENTITIES: ReadonlyArray<LotEntity<never, Resource>> = [
  regularPrices,
  ...(Object.keys(RESOURCE) as PromotionKind[]).map(offers),
];
