import type { Branch, Product } from "@/lib/core/movement.ts";
import { addDays, type Day } from "@/lib/core/period.ts";
import type { TaskContext } from "../define.ts";
import type { LotEntity } from "../profiles/lot-entity.ts";
import {
  cleanText,
  gtinOrNull,
  quantityOf,
  reais,
  registrationOrNull,
} from "../profiles/wire-text.ts";

/** Units sold in the last 30, 60 and 90 days. */
export interface Sold {
  last30: number;
  last60: number;
  last90: number;
}

/** How many days of sales a shop wants on its shelf, at least and at most, and over how many days it counts. */
export interface StockPolicy {
  averageDays: 30 | 60 | 90;
  leastDays: number;
  mostDays: number;
}

export const NEED_FIELDS = [
  "chave",
  "codigo_produto",
  "ean",
  "descricao",
  "registro_ms",
  "estoque",
  "estoque_pendente",
  "estoque_minimo",
  "estoque_maximo",
  "media_30",
  "media_60",
  "media_90",
  "quantidade_sugerida",
  "embalagem",
  "ultimo_custo",
] as const;

const NOT_NEEDED = [
  "documentKey",
  "number",
  "customerDocument",
  "ean",
  "description",
  "ncm",
  "cfop",
  "unit",
  "grossCents",
  "surchargeCents",
  "netCents",
  "costCents",
  "msRegistration",
  "lot",
  "prescriptionKey",
  "program",
] as const;

/**
 * What a shop lacks of a product: ordered up to the most once it is at the least or below, in whole
 * packages. Where nobody told the stock, nobody knows what is missing either.
 */
export function needRecord(
  product: Product,
  facts: { sold: Sold; stock: number | null; pending: number | null; costCents: number | null },
  policy: StockPolicy,
) {
  const { sold, stock, pending, costCents } = facts;
  const perDay = { 30: sold.last30 / 30, 60: sold.last60 / 60, 90: sold.last90 / 90 }[
    policy.averageDays
  ];
  const least = Math.max(0, Math.ceil(perDay * policy.leastDays));
  const most = Math.max(least, Math.ceil(perDay * policy.mostDays));
  // An order on its way that nobody told of cannot be counted.
  const available = stock === null ? null : stock + (pending ?? 0);
  const missing = available !== null && most > 0 && available <= least ? most - available : 0;
  const pack = Math.max(1, product.packQuantity);
  const average = (units: number, days: number) => quantityOf(Math.max(0, units) / days);
  return {
    chave: cleanText(product.code),
    codigo_produto: cleanText(product.code),
    ean: gtinOrNull(product.eans[0] ?? ""),
    descricao: cleanText(product.description) || cleanText(product.code),
    registro_ms: registrationOrNull(product.msRegistration),
    estoque: stock === null ? null : quantityOf(stock),
    estoque_pendente: pending === null ? null : quantityOf(pending),
    estoque_minimo: least,
    estoque_maximo: most,
    media_30: average(sold.last30, 30),
    media_60: average(sold.last60, 60),
    media_90: average(sold.last90, 90),
    quantidade_sugerida:
      available === null ? null : missing > 0 ? Math.ceil(missing / pack) * pack : 0,
    embalagem: pack,
    ultimo_custo: costCents === null ? null : reais(costCents),
  };
}

async function readSold(ctx: TaskContext, branch: Branch, last: Day): Promise<Map<string, Sold>> {
  const sold = new Map<string, Sold>();
  const [from30, from60] = [addDays(last, -29), addDays(last, -59)];
  for await (const line of ctx.movements.saleLines({
    branchIds: [branch.id],
    period: { first: addDays(last, -89), last },
    lookup: true,
    without: NOT_NEEDED,
  })) {
    const quantity = line.kind === "sale" ? line.quantity : -line.quantity;
    let sums = sold.get(line.productCode);
    if (!sums) sold.set(line.productCode, (sums = { last30: 0, last60: 0, last90: 0 }));
    sums.last90 += quantity;
    if (line.day >= from60) sums.last60 += quantity;
    if (line.day >= from30) sums.last30 += quantity;
  }
  return sold;
}

/** Needs of a shop: every active product that it sold in ninety days or has on its shelf. */
export const needs: LotEntity<
  "dias_media_venda" | "estoque_minimo_dias" | "estoque_maximo_dias",
  "necessidades"
> = {
  resource: "necessidades",
  label: "Necessidades",
  fields: NEED_FIELDS,
  scope: "branch",
  async *records(ctx, branch, day) {
    const sold = await readSold(ctx, branch, day);
    const stocks = new Map<string, { quantity: number; pending: number | null }>();
    for await (const { productCode, quantity, pendingQuantity } of ctx.movements.stock([branch.id]))
      stocks.set(productCode, { quantity, pending: pendingQuantity });
    const costs = new Map<string, number | null>();
    for await (const { productCode, costCents } of ctx.movements.prices([branch.id]))
      costs.set(productCode, costCents);
    const policy: StockPolicy = {
      averageDays: Number(ctx.settings.text("dias_media_venda")) as StockPolicy["averageDays"],
      leastDays: ctx.settings.integer("estoque_minimo_dias"),
      mostDays: ctx.settings.integer("estoque_maximo_dias"),
    };
    for await (const product of ctx.movements.products()) {
      const stock = stocks.get(product.code);
      const sums = sold.get(product.code);
      if (!product.active || cleanText(product.code) === "" || (!stock && !sums)) continue;
      // What is below zero in the books is a mistake of the books; the shelf holds nothing.
      const body = needRecord(
        product,
        {
          sold: sums ?? { last30: 0, last60: 0, last90: 0 },
          stock: stock ? Math.max(0, stock.quantity) : null,
          pending: typeof stock?.pending === "number" ? Math.max(0, stock.pending) : null,
          costCents: costs.get(product.code) ?? null,
        },
        policy,
      );
      yield { key: body.chave, body };
    }
  },
};
