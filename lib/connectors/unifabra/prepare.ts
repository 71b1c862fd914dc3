import { localClock } from "@/lib/core/local-time.ts";
import type { Branch } from "@/lib/core/movement.ts";
import { type Day, formatDay, listDays } from "@/lib/core/period.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import type { PreparedFile, TaskContext } from "../define.ts";
import { judgeEan } from "../profiles/judge-ean.ts";
import { NEGATIVE_STOCK } from "../profiles/catalogue-entities.ts";
import { csvFile, type CsvFileKey } from "../profiles/sftp-csv.ts";
import { gtinOrNull } from "../profiles/wire-text.ts";
import { type Associate, PRODUCTS, productRow, SALES, saleRow, STOCK, stockRow } from "./rows.ts";

/** What a line of VENDAS has no column for. */
const NOT_IN_SALES = [
  "documentKey",
  "customerDocument",
  "ncm",
  "cfop",
  "unit",
  "surchargeCents",
  "costCents",
  "msRegistration",
  "lot",
  "prescriptionKey",
  "program",
] as const;

async function readOwnBrand(ctx: TaskContext): Promise<Set<string>> {
  const own = new Set<string>();
  for await (const { code, ownBrand } of ctx.movements.products()) if (ownBrand) own.add(code);
  return own;
}

/**
 * The network reads products by EAN. One of its own brand without an EAN is a mistake in the
 * register and is told; any other is counted.
 */
async function* salesOf(
  ctx: TaskContext,
  branch: Branch,
  day: Day,
  by: Associate,
  ownBrand: ReadonlySet<string>,
): AsyncIterable<string[]> {
  const clock = localClock(ctx.organization.timeZone);
  let withoutEan = 0;
  for await (const line of ctx.movements.saleLines({
    branchIds: [branch.id],
    period: { first: day, last: day },
    without: NOT_IN_SALES,
  })) {
    const own = ownBrand.has(line.productCode);
    const verdict = judgeEan(line.ean);
    if (verdict === "ok") yield saleRow(line, clock(line.soldAt), by, own);
    else if (verdict === "absent" && !own) withoutEan += 1;
    else {
      const what =
        verdict === "wrong"
          ? `O dígito verificador do EAN ${line.ean} não confere.`
          : `O produto de marca própria ${line.productCode} não tem EAN, e a rede o identifica por ele.`;
      ctx.refuse({
        key: `cupom ${line.number}, linha ${line.lineNumber}`,
        code: verdict === "wrong" ? "EAN_INVALIDO" : "MARCA_PROPRIA_SEM_EAN",
        message: `${what} Corrija o cadastro do produto ${line.productCode} e reprocesse.`,
        branchId: branch.id,
        day,
      });
    }
  }
  if (withoutEan > 0)
    ctx.log(
      "warn",
      `${branch.name}, ${formatDay(day)}: ${formatCount(withoutEan, "linha sem EAN ficou", "linhas sem EAN ficaram")} de fora, porque a rede identifica produtos pelo EAN.`,
    );
}

async function* stockOf(
  ctx: TaskContext<typeof NEGATIVE_STOCK.key>,
  branch: Branch,
  day: Day,
  by: Associate,
): AsyncIterable<string[]> {
  const rule = ctx.settings.text(NEGATIVE_STOCK.key);
  const left = { ean: 0, negative: 0 };
  for await (const stock of ctx.movements.stock([branch.id])) {
    if (gtinOrNull(stock.ean) === null) {
      left.ean += 1;
      continue;
    }
    const below = stock.quantity < 0 && rule !== "enviar";
    if (below) left.negative += 1;
    if (!below || rule !== "omitir") yield stockRow(stock, below ? 0 : stock.quantity, by, day);
  }
  if (left.ean > 0)
    ctx.log(
      "info",
      `${branch.name}: ${formatCount(left.ean, "produto do estoque sem EAN válido ficou", "produtos do estoque sem EAN válido ficaram")} de fora.`,
    );
  if (left.negative > 0)
    ctx.log(
      "warn",
      `${branch.name}: ${rule === "omitir" ? formatCount(left.negative, "produto com estoque negativo não foi enviado", "produtos com estoque negativo não foram enviados") : formatCount(left.negative, "produto com estoque negativo foi enviado", "produtos com estoque negativo foram enviados") + " como zero"}.`,
    );
}

async function* productsOf(ctx: TaskContext, by: Associate): AsyncIterable<string[]> {
  let left = 0;
  for await (const product of ctx.movements.products()) {
    if (gtinOrNull(product.eans[0] ?? "") !== null) yield productRow(product, by);
    else left += 1;
  }
  if (left > 0)
    ctx.log(
      "info",
      `${formatCount(left, "produto do cadastro sem EAN válido ficou", "produtos do cadastro sem EAN válido ficaram")} de fora.`,
    );
}

/** Sales a store and day; stock and products are those of now, filed under the period's last day. */
export async function* prepareFiles(
  ctx: TaskContext<
    | CsvFileKey<"VENDAS" | "ESTOQUE" | "PRODUTOS">
    | "codigo_associado"
    | "codigo_associacao"
    | typeof NEGATIVE_STOCK.key
  >,
): AsyncIterable<PreparedFile> {
  const ownBrand = await readOwnBrand(ctx);
  for (const branch of ctx.branches) {
    const by = {
      store: ctx.settings.forBranch("codigo_associado", branch.id),
      network: ctx.settings.text("codigo_associacao"),
      cnpj: branch.cnpj,
    };
    for (const day of listDays(ctx.period))
      yield csvFile(ctx, SALES, { branch, day }, salesOf(ctx, branch, day, by, ownBrand));
    const day = ctx.period.last;
    yield csvFile(ctx, STOCK, { branch, day }, stockOf(ctx, branch, day, by));
    yield csvFile(ctx, PRODUCTS, { branch, day }, productsOf(ctx, by));
  }
}
