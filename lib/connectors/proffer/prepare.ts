import type { Branch, Product, ProductPrice } from "@/lib/core/movement.ts";
import { type Day, listDays } from "@/lib/core/period.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import type { PreparedFile, TaskContext } from "../define.ts";
import { csvFile, type CsvFileKey } from "../profiles/sftp-csv.ts";
import {
  PRODUCTS,
  productRow,
  PURCHASES,
  purchaseRow,
  SALES,
  saleRow,
  STOCK,
  stockRow,
} from "./rows.ts";
import { readZones, type Zones } from "./zones.ts";

/** What a line of VENDAS has no column for. The customer is nobody's business there. */
const NOT_IN_SALES = [
  "documentKey",
  "number",
  "customerDocument",
  "ean",
  "description",
  "ncm",
  "cfop",
  "unit",
  "surchargeCents",
  "msRegistration",
  "lot",
  "prescriptionKey",
  "program",
] as const;

async function* productsOf(
  ctx: TaskContext,
  branch: Branch,
  zones: Zones,
): AsyncIterable<string[]> {
  const categories = new Map<string, string>();
  for await (const { code, name } of ctx.movements.categories()) categories.set(code, name);
  // One branch's prices at a time: a catalogue fits in memory, prices of all branches might not.
  const prices = new Map<string, ProductPrice>();
  for await (const price of ctx.movements.prices([branch.id])) prices.set(price.productCode, price);
  let without = 0;
  for await (const product of ctx.movements.products()) {
    const price = prices.get(product.code);
    if (!isOffered(product, price)) without += 1;
    else
      yield productRow(
        product,
        price,
        categories.get(product.categoryCode) ?? "",
        zones.ofBranch(branch.id),
      );
  }
  if (without > 0)
    ctx.log(
      "info",
      `${branch.name}: ${formatCount(without, "produto inativo ou sem preço na filial ficou", "produtos inativos ou sem preço na filial ficaram")} de fora.`,
    );
}

const isOffered = (product: Product, price: ProductPrice | undefined): price is ProductPrice =>
  product.active && price !== undefined && price.active && price.priceCents !== null;

async function* salesOf(ctx: TaskContext, branch: Branch, day: Day): AsyncIterable<string[]> {
  for await (const line of ctx.movements.saleLines({
    branchIds: [branch.id],
    period: { first: day, last: day },
    without: NOT_IN_SALES,
  }))
    yield saleRow(line, branch.code);
}

async function* purchasesOf(ctx: TaskContext, branch: Branch, day: Day): AsyncIterable<string[]> {
  for await (const purchase of ctx.movements.purchases({
    branchIds: [branch.id],
    period: { first: day, last: day },
  })) {
    for (const line of purchase.lines) yield purchaseRow(purchase, line, branch.code);
  }
}

async function* stockOf(ctx: TaskContext, branch: Branch, day: Day): AsyncIterable<string[]> {
  for await (const stock of ctx.movements.stock([branch.id]))
    yield stockRow(stock, branch.code, day);
}

/**
 * Sales and purchases a file for each day; registration, prices and stock are those of now, under
 * the period's last day.
 */
export async function* prepareFiles(
  ctx: TaskContext<CsvFileKey<"PRODUTOS" | "VENDAS" | "COMPRAS" | "ESTOQUE"> | "zonas">,
): AsyncIterable<PreparedFile> {
  const zones = await readZones(ctx);
  const outside = ctx.branches.filter((branch) => zones.ofBranch(branch.id) === "");
  if (outside.length > 0)
    ctx.log(
      "warn",
      `Sem zona de preço, a Proffer não sugere preços: ${outside.map(({ name }) => name).join(", ")}.`,
    );
  for (const branch of ctx.branches) {
    const last = { branch, day: ctx.period.last };
    yield csvFile(ctx, PRODUCTS, last, productsOf(ctx, branch, zones));
    for (const day of listDays(ctx.period)) {
      yield csvFile(ctx, SALES, { branch, day }, salesOf(ctx, branch, day));
      yield csvFile(ctx, PURCHASES, { branch, day }, purchasesOf(ctx, branch, day));
    }
    yield csvFile(ctx, STOCK, last, stockOf(ctx, branch, ctx.period.last));
  }
}
