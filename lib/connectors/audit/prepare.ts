import { localClock } from "../../core/local-time.ts";
import type { Branch } from "../../core/movement.ts";
import { type Day, formatDay, listDays } from "../../core/period.ts";
import type { PreparedFile, TaskContext } from "../define.ts";
import { judgeEan } from "../profiles/judge-ean.ts";
import { csvFile } from "../profiles/sftp-csv.ts";
import { SALES_HEADER, saleRow, STOCK_HEADER, stockRow } from "./rows.ts";

/** What a line of VENDAS has no column for. */
const NOT_IN_SALES = ["documentKey", "customerDocument", "channel", "ncm", "cfop", "unit", "surchargeCents", "costCents", "lot"] as const;

async function* salesOf(ctx: TaskContext, branch: Branch, day: Day): AsyncIterable<string[]> {
  const clock = localClock(ctx.organization.timeZone);
  const onlyMedicines = ctx.settings.flag("somente_medicamentos");
  let withoutEan = 0;
  for await (const line of ctx.movements.saleLines({ branchIds: [branch.id], period: { first: day, last: day }, without: NOT_IN_SALES })) {
    if (onlyMedicines && line.msRegistration === "") continue;
    const verdict = judgeEan(line.ean);
    if (verdict === "absent") withoutEan += 1;
    if (verdict === "wrong") {
      ctx.refuse({ key: `cupom ${line.number}, linha ${line.lineNumber}`, code: "EAN_INVALIDO", message: `O dígito verificador do EAN ${line.ean} não confere. Corrija o cadastro do produto ${line.productCode} e reprocesse.`, branchId: branch.id, day });
    }
    if (verdict === "ok") yield saleRow(line, branch.cnpj, clock(line.soldAt));
  }
  if (withoutEan > 0) ctx.log("warn", `${branch.name}, ${formatDay(day)}: ${withoutEan} linha(s) sem EAN ficaram de fora, porque o painel identifica produtos pelo EAN.`);
}

async function* stockOf(ctx: TaskContext, branch: Branch, day: Day): AsyncIterable<string[]> {
  for await (const stock of ctx.movements.stock([branch.id])) {
    if (judgeEan(stock.ean) === "ok") yield stockRow(stock, branch.cnpj, day);
  }
}

/** One sales file a branch and day; the stock of now is filed under the period's last day. */
export async function* prepareFiles(ctx: TaskContext): AsyncIterable<PreparedFile> {
  for (const branch of ctx.branches) {
    for (const day of listDays(ctx.period)) yield csvFile("VENDAS", branch, day, SALES_HEADER, salesOf(ctx, branch, day));
    yield csvFile("ESTOQUE", branch, ctx.period.last, STOCK_HEADER, stockOf(ctx, branch, ctx.period.last));
  }
}
