import type { Prescription } from "@/lib/core/controlled.ts";
import { localClock } from "@/lib/core/local-time.ts";
import type { Branch } from "@/lib/core/movement.ts";
import { type Day, formatDay, listDays } from "@/lib/core/period.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import type { PreparedFile, TaskContext } from "../define.ts";
import { judgeEan } from "../profiles/judge-ean.ts";
import { csvFile, type CsvFileKey } from "../profiles/sftp-csv.ts";
import { SALES, saleRow, STOCK, stockRow } from "./rows.ts";

/** What a line of VENDAS has no column for. */
const NOT_IN_SALES = [
  "documentKey",
  "customerDocument",
  "channel",
  "ncm",
  "cfop",
  "unit",
  "surchargeCents",
  "costCents",
  "lot",
] as const;

/** Prescriptions of doctors by key: few beside sales. Of whoever else prescribes the panel has no column. */
async function readPrescriptions(
  ctx: TaskContext,
  branch: Branch,
  day: Day,
): Promise<Map<string, Prescription>> {
  const prescriptions = new Map<string, Prescription>();
  for await (const one of ctx.movements.prescriptions({
    branchIds: [branch.id],
    period: { first: day, last: day },
  })) {
    if (
      one.prescriberCouncil === "CRM" &&
      /^[A-Z]{2}$/.test(one.prescriberState) &&
      one.prescriberNumber.trim() !== ""
    )
      prescriptions.set(one.key, one);
  }
  return prescriptions;
}

async function* salesOf(
  ctx: TaskContext<"somente_medicamentos">,
  branch: Branch,
  day: Day,
): AsyncIterable<string[]> {
  const clock = localClock(ctx.organization.timeZone);
  const onlyMedicines = ctx.settings.flag("somente_medicamentos");
  const prescriptions = await readPrescriptions(ctx, branch, day);
  let withoutEan = 0;
  let others = 0;
  for await (const line of ctx.movements.saleLines({
    branchIds: [branch.id],
    period: { first: day, last: day },
    without: NOT_IN_SALES,
  })) {
    if (onlyMedicines && line.msRegistration === "") {
      others += 1;
      continue;
    }
    const verdict = judgeEan(line.ean);
    if (verdict === "absent") withoutEan += 1;
    if (verdict === "wrong") {
      ctx.refuse({
        key: `cupom ${line.number}, linha ${line.lineNumber}`,
        code: "EAN_INVALIDO",
        message: `O dígito verificador do EAN ${line.ean} não confere. Corrija o cadastro do produto ${line.productCode} e reprocesse.`,
        branchId: branch.id,
        day,
      });
    }
    if (verdict === "ok")
      yield saleRow(
        line,
        branch.cnpj,
        clock(line.soldAt),
        line.prescriptionKey === "" ? undefined : prescriptions.get(line.prescriptionKey),
      );
  }
  const where = `${branch.name}, ${formatDay(day)}`;
  if (withoutEan > 0)
    ctx.log(
      "warn",
      `${where}: ${formatCount(withoutEan, "linha sem EAN ficou", "linhas sem EAN ficaram")} de fora, porque o painel identifica produtos pelo EAN.`,
    );
  if (others > 0)
    ctx.log(
      "info",
      `${where}: ${formatCount(others, "linha de produto sem registro MS ficou", "linhas de produtos sem registro MS ficaram")} de fora, porque o painel aceita somente medicamentos.`,
    );
}

/** Codes of medicines, where only they may go; null where everything may. */
async function readMedicines(
  ctx: TaskContext<"somente_medicamentos">,
): Promise<Set<string> | null> {
  if (!ctx.settings.flag("somente_medicamentos")) return null;
  const codes = new Set<string>();
  for await (const product of ctx.movements.products())
    if (product.msRegistration !== "") codes.add(product.code);
  return codes;
}

async function* stockOf(
  ctx: TaskContext,
  branch: Branch,
  day: Day,
  medicines: ReadonlySet<string> | null,
): AsyncIterable<string[]> {
  let left = 0;
  for await (const stock of ctx.movements.stock([branch.id])) {
    if (medicines && !medicines.has(stock.productCode)) continue;
    if (judgeEan(stock.ean) === "ok") yield stockRow(stock, branch.cnpj, day);
    else left += 1;
  }
  if (left > 0)
    ctx.log(
      "info",
      `${branch.name}: ${formatCount(left, "produto do estoque sem EAN válido ficou", "produtos do estoque sem EAN válido ficaram")} de fora.`,
    );
}

/** One sales file a branch and day; the stock of now is filed under the period's last day. */
export async function* prepareFiles(
  ctx: TaskContext<
    CsvFileKey<"VENDAS" | "ESTOQUE"> | "codigo_rede" | "codigo_loja" | "somente_medicamentos"
  >,
): AsyncIterable<PreparedFile> {
  const medicines = await readMedicines(ctx);
  for (const branch of ctx.branches) {
    const constants = {
      codigo_rede: ctx.settings.text("codigo_rede"),
      codigo_loja: ctx.settings.forBranch("codigo_loja", branch.id),
    };
    for (const day of listDays(ctx.period))
      yield csvFile(ctx, SALES, { branch, day, constants }, salesOf(ctx, branch, day));
    const day = ctx.period.last;
    yield csvFile(ctx, STOCK, { branch, day, constants }, stockOf(ctx, branch, day, medicines));
  }
}
