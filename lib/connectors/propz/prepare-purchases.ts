import { isCpf } from "@/lib/core/documents.ts";
import { localClock } from "@/lib/core/local-time.ts";
import type { LedgerRecord } from "@/lib/core/ledger-record.ts";
import type { Branch, Sale, SaleHead } from "@/lib/core/movement.ts";
import { type Day, formatDay, listDays } from "@/lib/core/period.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import type { PreparedFile, TaskContext } from "../define.ts";
import { findCancelledSales } from "../profiles/cancelled-sales.ts";
import { describeUndone } from "../profiles/describe-undone.ts";
import { freshBatches } from "../profiles/fresh-batches.ts";
import { refusePurchase, ticketId, toPurchase } from "./purchase.ts";

/** Receipts of one file. */
const BATCH = 200;

interface Sendable {
  key: string;
  sale: Sale;
}

async function* oneChunk(content: string): AsyncIterable<string> {
  yield content;
}

/** Sales that still stand and can be sent; what is left out is told in the log, once a branch and day. */
async function* listSendable(
  ctx: TaskContext<"storeId">,
  branch: Branch,
  day: Day,
  cancelled: ReadonlySet<string>,
): AsyncIterable<Sendable> {
  const storeId = ctx.settings.forBranch("storeId", branch.id);
  const left = { cancelled: 0, returns: 0 };
  const undone = new Set<string>();
  for await (const sale of ctx.movements.sales({
    branchIds: [branch.id],
    period: { first: day, last: day },
  })) {
    if (sale.kind === "return") left.returns += 1;
    if (sale.kind === "cancellation") undone.add(sale.originalKey || sale.documentKey);
    if (sale.kind !== "sale") continue;
    if (cancelled.has(sale.documentKey)) {
      left.cancelled += 1;
      continue;
    }
    const key = `${branch.id}:${day}:${ticketId(storeId, sale)}`;
    const refusal = refusePurchase(sale);
    if (refusal) ctx.refuse({ key, ...refusal, branchId: branch.id, day });
    else yield { key, sale };
  }
  const where = `${branch.name}, ${formatDay(day)}`;
  if (left.cancelled > 0)
    ctx.log(
      "info",
      `${where}: ${formatCount(left.cancelled, "cupom cancelado não é enviado", "cupons cancelados não são enviados")}.`,
    );
  if (left.returns > 0)
    ctx.log(
      "info",
      `${where}: ${formatCount(left.returns, "devolução não é enviada", "devoluções não são enviadas")}, porque o contrato da Propz só tem compras.`,
    );
  await tellUndone(ctx, branch, where, [...undone]);
}

/** The contract has no way to take a purchase back: what was sent before it was cancelled is told. */
async function tellUndone(
  ctx: TaskContext<"storeId">,
  branch: Branch,
  where: string,
  undone: readonly string[],
): Promise<void> {
  const storeId = ctx.settings.forBranch("storeId", branch.id);
  const numbers: string[] = [];
  for (let at = 0; at < undone.length; at += BATCH) {
    const heads = await ctx.movements.salesByKey(branch.id, undone.slice(at, at + BATCH));
    const keyOf = (head: SaleHead) => `${branch.id}:${head.day}:${ticketId(storeId, head)}`;
    const sent = await ctx.ledger.accepted([...heads.values()].map(keyOf));
    for (const head of heads.values()) if (sent.has(keyOf(head))) numbers.push(head.number);
  }
  if (numbers.length > 0)
    ctx.log(
      "warn",
      `${where}: ${describeUndone(numbers, "cupom já enviado foi cancelado depois", "cupons já enviados foram cancelados depois")}. A Propz não recebe cancelamentos: peça a ela a retirada.`,
    );
}

/** CPFs of a batch whose owner agreed to be known by partners; without that the purchase stays anonymous. */
async function findConsenting(ctx: TaskContext, batch: readonly Sendable[]): Promise<Set<string>> {
  const documents = [...new Set(batch.map(({ sale }) => sale.customerDocument).filter(isCpf))];
  const known =
    documents.length > 0 ? await ctx.movements.customersByDocument(documents) : new Map();
  return new Set(documents.filter((document) => known.get(document)?.marketingConsent));
}

/** Files of one branch and day: one purchase a line, sent one by one. */
export async function* preparePurchases(
  ctx: TaskContext<"sem_cliente" | "storeId">,
): AsyncIterable<PreparedFile> {
  const clock = localClock(ctx.organization.timeZone);
  const skip = ctx.settings.text("sem_cliente") === "pular";
  for (const branch of ctx.branches) {
    const storeId = ctx.settings.forBranch("storeId", branch.id);
    const cancelled = await findCancelledSales(ctx, branch, ctx.period);
    for (const day of listDays(ctx.period)) {
      let sequence = 0;
      let anonymous = 0;
      for await (const batch of freshBatches(
        ctx,
        listSendable(ctx, branch, day, cancelled),
        BATCH,
      )) {
        const consenting = await findConsenting(ctx, batch);
        const chosen = skip
          ? batch.filter(({ sale }) => consenting.has(sale.customerDocument))
          : batch;
        anonymous += batch.filter(({ sale }) => !consenting.has(sale.customerDocument)).length;
        if (chosen.length === 0) continue;
        sequence += 1;
        const lines = chosen.map(({ sale }) =>
          JSON.stringify(
            toPurchase(sale, {
              storeId,
              local: clock(sale.soldAt),
              customerId: consenting.has(sale.customerDocument) ? sale.customerDocument : "",
            }),
          ),
        );
        yield {
          name: `compras-${branch.cnpj}-${day.replaceAll("-", "")}-g${ctx.task.generation}-${String(sequence).padStart(3, "0")}.ndjson`,
          contentType: "application/x-ndjson",
          branchId: branch.id,
          day,
          body: oneChunk(`${lines.join("\n")}\n`),
          rows: () => lines.length,
          records: chosen.map(({ key, sale }): LedgerRecord => ({
            key,
            branchId: branch.id,
            day,
            register: sale.register,
            kind: "sale",
            amountCents: sale.totalCents,
          })),
        };
      }
      if (anonymous > 0)
        ctx.log(
          "info",
          `${branch.name}, ${formatDay(day)}: ${formatCount(anonymous, "cupom", "cupons")} sem CPF válido ou sem consentimento do cliente ${anonymous === 1 ? (skip ? "não foi enviado" : "segue sem identificar o cliente") : skip ? "não foram enviados" : "seguem sem identificar o cliente"}.`,
        );
    }
  }
}
