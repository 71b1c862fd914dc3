import { localClock } from "../../core/local-time.ts";
import type { Branch } from "../../core/movement.ts";
import { type Day, formatDay, listDays } from "../../core/period.ts";
import type { PreparedFile, TaskContext } from "../define.ts";
import { type CsvEntity, readCsvLayout } from "../profiles/csv-layout.ts";
import { judgeEan } from "../profiles/judge-ean.ts";
import { csvFile } from "../profiles/sftp-csv.ts";
import { gtinOrNull } from "../profiles/wire-text.ts";
import { type Associate, PRODUCTS, productRow, SALES, saleRow, STOCK, stockRow } from "./rows.ts";

/** What a line of VENDAS has no column for. */
const NOT_IN_SALES = ["documentKey", "customerDocument", "ncm", "cfop", "unit", "surchargeCents", "costCents", "msRegistration", "lot", "prescriptionKey"] as const;

async function readOwnBrand(ctx: TaskContext): Promise<Set<string>> {
  const own = new Set<string>();
  for await (const { code, ownBrand } of ctx.movements.products()) if (ownBrand) own.add(code);
  return own;
}

/** The network reads products by EAN. One of its own brand without an EAN is a mistake in the register and is told; any other is counted. */
async function* salesOf(ctx: TaskContext, branch: Branch, day: Day, by: Associate, ownBrand: ReadonlySet<string>): AsyncIterable<string[]> {
  const clock = localClock(ctx.organization.timeZone);
  let withoutEan = 0;
  for await (const line of ctx.movements.saleLines({ branchIds: [branch.id], period: { first: day, last: day }, without: NOT_IN_SALES })) {
    const own = ownBrand.has(line.productCode);
    const verdict = judgeEan(line.ean);
    if (verdict === "ok") yield saleRow(line, clock(line.soldAt), by, own);
    else if (verdict === "absent" && !own) withoutEan += 1;
    else {
      const what = verdict === "wrong" ? `O dígito verificador do EAN ${line.ean} não confere.` : `O produto de marca própria ${line.productCode} não tem EAN, e a rede o identifica por ele.`;
      ctx.refuse({ key: `cupom ${line.number}, linha ${line.lineNumber}`, code: verdict === "wrong" ? "EAN_INVALIDO" : "MARCA_PROPRIA_SEM_EAN", message: `${what} Corrija o cadastro do produto ${line.productCode} e reprocesse.`, branchId: branch.id, day });
    }
  }
  if (withoutEan > 0) ctx.log("warn", `${branch.name}, ${formatDay(day)}: ${withoutEan} linha(s) sem EAN ficaram de fora, porque a rede identifica produtos pelo EAN.`);
}

async function* stockOf(ctx: TaskContext, branch: Branch, day: Day, by: Associate): AsyncIterable<string[]> {
  const rule = ctx.settings.text("estoque_negativo");
  for await (const stock of ctx.movements.stock([branch.id])) {
    if (gtinOrNull(stock.ean) === null || (stock.quantity < 0 && rule === "omitir")) continue;
    yield stockRow(stock, stock.quantity < 0 && rule === "zerar" ? 0 : stock.quantity, by, day);
  }
}

async function* productsOf(ctx: TaskContext, by: Associate): AsyncIterable<string[]> {
  for await (const product of ctx.movements.products()) if (gtinOrNull(product.eans[0] ?? "") !== null) yield productRow(product, by);
}

/** Sales a store and day; stock and products are those of now, filed under the period's last day. */
export async function* prepareFiles(ctx: TaskContext): AsyncIterable<PreparedFile> {
  const ownBrand = await readOwnBrand(ctx);
  const file = (of: CsvEntity, branch: Branch, day: Day, rows: AsyncIterable<string[]>) => {
    const { header, order } = readCsvLayout(ctx.settings, of);
    return csvFile(of.entity, branch, day, header, (async function* () {
      for await (const row of rows) yield order(row);
    })());
  };
  for (const branch of ctx.branches) {
    const by = { store: ctx.settings.forBranch("codigo_associado", branch.id), network: ctx.settings.text("codigo_associacao"), cnpj: branch.cnpj };
    for (const day of listDays(ctx.period)) yield file(SALES, branch, day, salesOf(ctx, branch, day, by, ownBrand));
    yield file(STOCK, branch, ctx.period.last, stockOf(ctx, branch, ctx.period.last, by));
    yield file(PRODUCTS, branch, ctx.period.last, productsOf(ctx, by));
  }
}
