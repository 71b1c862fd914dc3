import { cleanDocument, isGtin } from "@/lib/core/documents.ts";
import type { Branch, Product } from "@/lib/core/movement.ts";
import { addDays, type Day, dayInZone, formatDay, listDays } from "@/lib/core/period.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import type { PreparedFile, TaskContext } from "../define.ts";
import { type Layout, type LayoutKey, readLayout } from "./layout.ts";
import { type DemandRow, encode, FieldTooShort, writeHeader, writeRow } from "./write-row.ts";

/** What a line of demand has no use for. */
const NOT_IN_DEMAND = [
  "documentKey",
  "number",
  "customerDocument",
  "channel",
  "ncm",
  "cfop",
  "unit",
  "grossCents",
  "surchargeCents",
  "costCents",
  "lot",
  "prescriptionKey",
  "program",
] as const;
const CHUNK = 64 * 1024;

interface Sold {
  ean: string;
  description: string;
  msRegistration: string;
  quantity: number;
  cents: number;
}

/**
 * Medicines sold in a store on a day, product by product: as many entries as the catalogue has,
 * however much was sold.
 */
async function sumDemand(
  ctx: TaskContext<"devolucoes">,
  branch: Branch,
  day: Day,
  catalogue: ReadonlyMap<string, Product>,
): Promise<{ sold: Map<string, Sold>; withoutEan: number }> {
  const sold = new Map<string, Sold>();
  const lost = new Set<string>();
  const net = ctx.settings.text("devolucoes") === "descontar";
  for await (const line of ctx.movements.saleLines({
    branchIds: [branch.id],
    period: { first: day, last: day },
    without: NOT_IN_DEMAND,
  })) {
    const product = catalogue.get(line.productCode);
    const msRegistration = product?.msRegistration || line.msRegistration;
    // Only medicines: a registration at Anvisa is what makes one.
    if (!/^1\d{8,12}$/.test(msRegistration) || (line.kind !== "sale" && !net)) continue;
    const ean = [...(product?.eans ?? []), line.ean].find(
      (one) => isGtin(one) && !one.startsWith("2"),
    );
    if (!ean) {
      lost.add(line.productCode);
      continue;
    }
    const sign = line.kind === "sale" ? 1 : -1;
    const entry = sold.get(line.productCode) ?? {
      ean,
      description: product?.description || line.description,
      msRegistration,
      quantity: 0,
      cents: 0,
    };
    sold.set(line.productCode, entry);
    entry.quantity += sign * line.quantity;
    entry.cents += sign * line.netCents;
  }
  return { sold, withoutEan: lost.size };
}

async function readStock(ctx: TaskContext, branch: Branch): Promise<Map<string, number>> {
  const stock = new Map<string, number>();
  for await (const { productCode, quantity } of ctx.movements.stock([branch.id]))
    stock.set(productCode, quantity);
  return stock;
}

/** Rows of a day, store by store, products in order of code so that the same day is the same bytes. */
async function* listRows(
  ctx: TaskContext<"CD_EMP_IMS" | "codigo_loja" | "devolucoes">,
  day: Day,
  catalogue: ReadonlyMap<string, Product>,
): AsyncIterable<DemandRow> {
  const knowsStock = day >= addDays(dayInZone(ctx.task.startedAt, ctx.organization.timeZone), -1);
  for (const branch of ctx.branches) {
    const { sold, withoutEan } = await sumDemand(ctx, branch, day, catalogue);
    const stock = knowsStock ? await readStock(ctx, branch) : null;
    let returned = 0;
    for (const [code, one] of [...sold].sort(([a], [b]) => (a < b ? -1 : 1))) {
      // Tenths of thousandths, as quantities are kept: sums of such must not leave a trace behind.
      const quantity = Math.round(one.quantity * 10_000) / 10_000;
      if (quantity <= 0) {
        returned += 1;
        continue;
      }
      yield {
        cd_emp_ims: ctx.settings.text("CD_EMP_IMS"),
        codigo_loja: ctx.settings.forBranch("codigo_loja", branch.id),
        cnpj: cleanDocument(branch.cnpj),
        uf: branch.state,
        data: day,
        ean: one.ean,
        codigo_produto: code,
        descricao: one.description,
        fabricante: catalogue.get(code)?.manufacturer || catalogue.get(code)?.brand || "",
        registro_ms: one.msRegistration,
        quantidade: quantity,
        valorCents: one.cents,
        estoque: stock ? Math.max(0, stock.get(code) ?? 0) : null,
      };
    }
    const where = `${branch.name}, ${formatDay(day)}`;
    if (withoutEan > 0)
      ctx.log(
        "info",
        `${where}: ${formatCount(withoutEan, "medicamento sem EAN válido não é enviado", "medicamentos sem EAN válido não são enviados")}.`,
      );
    if (returned > 0)
      ctx.log(
        "info",
        `${where}: ${formatCount(returned, "medicamento", "medicamentos")} com devoluções maiores ou iguais às vendas do dia ${returned === 1 ? "não é enviado" : "não são enviados"}.`,
      );
  }
}

/**
 * `{CD_EMP_IMS}_{AAAAMMDD}.txt`, or as the registration says: one file a day with every store. Made
 * again, it replaces itself.
 */
export async function* prepareDemand(
  ctx: TaskContext<LayoutKey | "CD_EMP_IMS" | "codigo_loja" | "devolucoes" | "nome_arquivo">,
): AsyncIterable<PreparedFile> {
  const layout = readLayout(ctx.settings);
  let catalogue: Promise<Map<string, Product>> | null = null;
  for (const day of listDays(ctx.period)) {
    let rows = 0;
    const body = async function* () {
      rows = 0;
      catalogue ??= readCatalogue(ctx);
      yield* writeLines(
        ctx,
        day,
        layout,
        listRows(ctx, day, await catalogue),
        () => void (rows += 1),
      );
    };
    const name = ctx.settings
      .text("nome_arquivo")
      .replaceAll("{CD_EMP_IMS}", ctx.settings.text("CD_EMP_IMS"))
      .replaceAll("{AAAAMMDD}", day.replaceAll("-", ""));
    yield {
      name,
      contentType: `text/plain; charset=${layout.encoding === "utf-8" ? "utf-8" : "iso-8859-1"}`,
      day,
      body: body(),
      rows: () => rows,
    };
  }
}

async function readCatalogue(ctx: TaskContext): Promise<Map<string, Product>> {
  const catalogue = new Map<string, Product>();
  for await (const product of ctx.movements.products()) catalogue.set(product.code, product);
  return catalogue;
}

async function* writeLines(
  ctx: TaskContext,
  day: Day,
  layout: Layout,
  rows: AsyncIterable<DemandRow>,
  count: () => void,
): AsyncIterable<Uint8Array> {
  let chunk = layout.header ? writeHeader(layout) + layout.newline : "";
  for await (const row of rows) {
    try {
      chunk += writeRow(row, layout) + layout.newline;
      count();
    } catch (error) {
      if (!(error instanceof FieldTooShort)) throw error;
      ctx.refuse({
        key: `${day}:${row.codigo_loja}:${row.codigo_produto}`,
        code: "NAO_CABE",
        message: `O produto ${row.codigo_produto} da loja ${row.codigo_loja} não cabe em “${error.field.title}” (${error.field.length} posições). Aumente o tamanho em Leiaute e reprocesse.`,
        day,
      });
    }
    if (chunk.length >= CHUNK) {
      yield encode(chunk, layout.encoding);
      chunk = "";
    }
  }
  if (chunk) yield encode(chunk, layout.encoding);
}
