import { localClock } from "@/lib/core/local-time.ts";
import type { ProductCategory } from "@/lib/core/movement.ts";
import { listDays } from "@/lib/core/period.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import type { PreparedFile, TaskContext } from "../define.ts";
import { writeDelimited } from "../formats/delimited.ts";
import { mapRows } from "../formats/map-rows.ts";
import { type Entity, LAYOUTS } from "./layouts.ts";
import {
  activeRow,
  branchRow,
  categoryRow,
  codeCleaner,
  couponRow,
  eanRows,
  goalRow,
  NO_CATEGORY,
  priceRow,
  productRow,
  stockRow,
  supplierRow,
} from "./rows.ts";

/** What a coupon line has no column for. */
const NOT_IN_COUPONS = [
  "documentKey",
  "number",
  "customerDocument",
  "channel",
  "ean",
  "description",
  "ncm",
  "cfop",
  "unit",
  "grossCents",
  "surchargeCents",
  "netCents",
  "msRegistration",
  "lot",
] as const;

async function* rowsOf(rows: readonly string[][]): AsyncIterable<string[]> {
  yield* rows;
}

/** Every category that a file of the set names: those that the client registered nowhere go under their code. */
async function* namedCategories(ctx: TaskContext): AsyncIterable<ProductCategory> {
  const unregistered = (code: string) => ({ code, parentCode: "", name: code });
  yield NO_CATEGORY;
  yield* ctx.movements.categories();
  for await (const { categoryCode } of ctx.movements.products()) yield unregistered(categoryCode);
  for await (const { categoryCode } of ctx.movements.categoryGoals())
    yield unregistered(categoryCode);
}

async function* allCategories(ctx: TaskContext): AsyncIterable<string[]> {
  const once = firstOfCode();
  for await (const category of namedCategories(ctx)) {
    const row = once(categoryRow(category));
    if (row) yield row;
  }
}

/**
 * Lets the first row of a code through; codes that differ only in what the partner does not take
 * are the same there.
 */
function firstOfCode(): (row: string[]) => string[] | null {
  const listed = new Set([""]);
  return (row) => {
    const code = row[0] ?? "";
    if (listed.has(code)) return null;
    listed.add(code);
    return row;
  };
}

/** A client that plans with the partner itself keeps no goals here, and an empty file might wipe those out. */
async function hasGoals(ctx: TaskContext): Promise<boolean> {
  for await (const goal of ctx.movements.categoryGoals()) if (goalRow(goal)[0] !== "") return true;
  return false;
}

async function* allEans(ctx: TaskContext): AsyncIterable<string[]> {
  for await (const product of ctx.movements.products()) yield* eanRows(product);
}

/**
 * `{AAAA-MM-DD-HH-MM-SS}` of a moment that is the task's alone: another task with the same one
 * would replace its files.
 */
async function stampOf(ctx: TaskContext): Promise<string> {
  const { day, time } = localClock(ctx.organization.timeZone)(await ctx.task.moment());
  return `${day}-${time.replaceAll(":", "-")}`;
}

function makeFile(stamp: string, entity: Entity, rows: AsyncIterable<string[]>): PreparedFile {
  return {
    name: `${entity}-${stamp}.csv`,
    contentType: "text/csv; charset=utf-8",
    ...writeDelimited(
      { header: LAYOUTS[entity], delimiter: "|", newline: "\n", quoting: "none" },
      rows,
    ),
  };
}

/** The whole set: registers and prices as they are now, and the coupons of the period. */
export async function* prepareFiles(ctx: TaskContext<"seqsegmento">): AsyncIterable<PreparedFile> {
  const segment = ctx.settings.text("seqsegmento");
  const branchIds = ctx.branches.map((branch) => branch.id);
  const stores = new Map(ctx.branches.map((branch) => [branch.id, branch.code]));
  const storeOf = (branchId: number) => stores.get(branchId) ?? "";
  const clock = localClock(ctx.organization.timeZone);
  const cleanCode = codeCleaner();
  const stamp = await stampOf(ctx);
  const file = (entity: Entity, rows: AsyncIterable<string[]>) => makeFile(stamp, entity, rows);

  yield file("segmento", rowsOf([[segment, "FARMACIA"]]));
  yield file("loja", rowsOf(ctx.branches.map((branch) => branchRow(branch, segment))));
  yield file("categoria", allCategories(ctx));
  yield file("fornecedor", mapRows(ctx.movements.suppliers(), supplierRow));
  yield file("produto_descricao", mapRows(ctx.movements.products(), productRow));
  yield file("produto_ean", allEans(ctx));
  yield file(
    "produto_preco",
    mapRows(ctx.movements.prices(branchIds), (price) => priceRow(price, storeOf(price.branchId))),
  );
  yield file(
    "produto_estoque",
    mapRows(ctx.movements.stock(branchIds), (stock) => stockRow(stock, storeOf(stock.branchId))),
  );
  yield file(
    "produto_ativo",
    mapRows(ctx.movements.prices(branchIds), (price) => activeRow(price, storeOf(price.branchId))),
  );
  yield file(
    "cupom",
    mapRows(
      ctx.movements.saleLines({ branchIds, period: ctx.period, without: NOT_IN_COUPONS }),
      (line) => couponRow(line, storeOf(line.branchId), clock(line.soldAt), cleanCode),
    ),
  );
  const goals = await hasGoals(ctx);
  if (goals) {
    const once = firstOfCode();
    yield file(
      "meta_categoria",
      mapRows(ctx.movements.categoryGoals(), (goal) => once(goalRow(goal))),
    );
  }
  ctx.log(
    "info",
    `Conjunto de ${Object.keys(LAYOUTS).length - (goals ? 0 : 1)} arquivos preparado para ${formatCount(ctx.branches.length, "loja", "lojas")} e ${formatCount(listDays(ctx.period).length, "dia", "dias")}.`,
  );
}
