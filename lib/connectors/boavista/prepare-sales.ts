import type { LedgerRecord } from "@/lib/core/ledger-record.ts";
import { localClock } from "@/lib/core/local-time.ts";
import type { Branch, Sale } from "@/lib/core/movement.ts";
import { type Day, formatDay, listDays } from "@/lib/core/period.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import type { PreparedFile, TaskContext } from "../define.ts";
import { findCancelledSales } from "../profiles/cancelled-sales.ts";
import { readFieldMap } from "../profiles/field-map.ts";
import { freshBatches } from "../profiles/fresh-batches.ts";
import { judgePayment, keyOfPayment, toCardSale } from "./card-sale.ts";

interface Found {
  key: string;
  body: ReturnType<typeof toCardSale>;
  record: LedgerRecord;
}

const ledgerKey = (branch: Branch, kind: Sale["kind"], key: string) =>
  `${branch.id}:${kind === "cancellation" ? "cancelamento" : "venda"}:${key}`;

async function* oneChunk(content: string): AsyncIterable<string> {
  yield content;
}

/**
 * Payments of a branch and day that can be reconciled. What cannot is refused with its receipt;
 * returns are settled by the store, not by the acquirer.
 */
async function* listPayments(
  ctx: TaskContext<"codigo_estabelecimento">,
  branch: Branch,
  day: Day,
  cancelled: ReadonlySet<string>,
): AsyncIterable<Found> {
  const clock = localClock(ctx.organization.timeZone);
  const code = ctx.settings.forBranch("codigo_estabelecimento", branch.id);
  const seen = new Set<string>();
  const left = { cancelled: 0, returns: 0, others: 0 };
  for await (const sale of ctx.movements.sales({
    branchIds: [branch.id],
    period: { first: day, last: day },
  })) {
    if (sale.kind === "return") {
      left.returns += sale.payments.length;
      continue;
    }
    if (sale.kind === "sale" && cancelled.has(sale.documentKey)) {
      left.cancelled += 1;
      continue;
    }
    for (const [index, payment] of sale.payments.entries()) {
      const position = index + 1;
      const key = ledgerKey(branch, sale.kind, keyOfPayment(sale, position));
      const judged = judgePayment(sale, payment);
      if (!judged.send) {
        // What undoes a sale that could not be sent has nothing to undo.
        if (judged.refusal && sale.kind === "sale")
          ctx.refuse({ key, ...judged.refusal, branchId: branch.id, day });
        else left.others += 1;
        continue;
      }
      const number = `${payment.acquirerCnpj}:${payment.nsu}`;
      if (sale.kind === "sale" && seen.has(number)) {
        ctx.refuse({
          key,
          code: "NSU_REPETIDO",
          message: `Cupom ${sale.number}: o NSU ${payment.nsu} já está em outra venda do dia na mesma loja. Corrija na origem e reprocesse.`,
          branchId: branch.id,
          day,
        });
        continue;
      }
      if (sale.kind === "sale") seen.add(number);
      yield {
        key,
        body: toCardSale(sale, payment, position, {
          cnpj: branch.cnpj,
          code,
          local: clock(sale.soldAt),
        }),
        record: {
          key,
          branchId: branch.id,
          day,
          register: sale.register,
          kind: sale.kind,
          amountCents: payment.amountCents,
        },
      };
    }
  }
  const where = `${branch.name}, ${formatDay(day)}`;
  if (left.cancelled > 0)
    ctx.log(
      "info",
      `${where}: ${formatCount(left.cancelled, "venda cancelada antes do envio não é enviada", "vendas canceladas antes do envio não são enviadas")}.`,
    );
  if (left.returns > 0)
    ctx.log(
      "info",
      `${where}: ${formatCount(left.returns, "pagamento de devolução não é enviado", "pagamentos de devolução não são enviados")}: quem acerta devoluções é a loja, não a adquirente.`,
    );
  if (left.others > 0)
    ctx.log(
      "info",
      `${where}: ${formatCount(left.others, "pagamento sem NSU, como dinheiro, não é conciliado", "pagamentos sem NSU, como dinheiro, não são conciliados")}.`,
    );
}

/** A cancellation undoes what BoaVista has; one whose sale never went there is left out. */
async function dropUnsent(
  ctx: TaskContext,
  branch: Branch,
  day: Day,
  batch: readonly Found[],
): Promise<Found[]> {
  const saleOf = ({ body }: Found) => ledgerKey(branch, "sale", body.chave);
  const cancellations = batch.filter(({ body }) => body.cancelada);
  const sent =
    cancellations.length > 0
      ? await ctx.ledger.accepted(cancellations.map(saleOf))
      : new Set<string>();
  const kept = batch.filter((found) => !found.body.cancelada || sent.has(saleOf(found)));
  if (kept.length < batch.length)
    ctx.log(
      "info",
      `${branch.name}, ${formatDay(day)}: ${formatCount(batch.length - kept.length, "cancelamento de venda que não foi enviada não é enviado", "cancelamentos de vendas que não foram enviadas não são enviados")}.`,
    );
  return kept;
}

/**
 * Lots of one branch and day. What BoaVista accepted is not sent again in the day's later runs;
 * what was corrected meanwhile is.
 */
export async function* prepareSales(
  ctx: TaskContext<"registros_por_lote" | "mapa_campos" | "codigo_estabelecimento">,
): AsyncIterable<PreparedFile> {
  const most = ctx.settings.integer("registros_por_lote");
  const rename = readFieldMap(ctx.settings.text("mapa_campos"), "vendas");
  for (const branch of ctx.branches) {
    const cancelled = await findCancelledSales(ctx, branch, ctx.period);
    for (const day of listDays(ctx.period)) {
      let sequence = 0;
      for await (const batch of freshBatches(
        ctx,
        listPayments(ctx, branch, day, cancelled),
        most,
      )) {
        const lines = await dropUnsent(ctx, branch, day, batch);
        if (lines.length === 0) continue;
        sequence += 1;
        const name = `vendas-${branch.cnpj}-${day.replaceAll("-", "")}-g${ctx.task.generation}-${String(sequence).padStart(3, "0")}`;
        const lot = {
          lote: name,
          cnpj: branch.cnpj,
          codigo_estabelecimento: ctx.settings.forBranch("codigo_estabelecimento", branch.id),
          data_movimento: day,
          registros: lines.map(({ body }) => rename(body)),
        };
        yield {
          name: `${name}.json`,
          contentType: "application/json",
          branchId: branch.id,
          day,
          body: oneChunk(JSON.stringify(lot)),
          rows: () => lines.length,
          records: lines.map(({ record }) => record),
        };
      }
    }
  }
}
