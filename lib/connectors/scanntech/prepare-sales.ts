import { localClock } from "../../core/local-time.ts";
import type { Branch, Sale } from "../../core/movement.ts";
import { type Day, formatDay, listDays } from "../../core/period.ts";
import type { PreparedFile, TaskContext } from "../define.ts";
import type { LedgerRecord } from "../../core/ledger-record.ts";
import { tellCount } from "../../core/tell-count.ts";
import { isWorthless, receiptNumber, refuseSale, registerNumber, toMovement } from "./movement.ts";

/** The partner takes about 200 movements a request; the integrations seen in use stop at 195. */
const LOT_SIZE = 195;

interface Lot {
  register: string;
  sales: Sale[];
}

/** What makes a movement the same one: store, till, receipt and day. */
export function movementKey(branchId: number, sale: Sale): string {
  return `${branchId}:${sale.register}:${receiptNumber(sale)}:${sale.day}`;
}

function recordOf(branchId: number, sale: Sale): LedgerRecord {
  return { key: movementKey(branchId, sale), branchId, day: sale.day, register: sale.register, kind: sale.kind, amountCents: sale.totalCents };
}

async function* oneChunk(content: string): AsyncIterable<string> {
  yield content;
}

/** Leaves out what the partner already accepted, what cannot be sent, and what the contract has no place for: returns, and receipts worth nothing. */
async function* listSendable(ctx: TaskContext, branch: Branch, day: Day): AsyncIterable<Sale> {
  let returns = 0;
  let worthless = 0;
  const register = ctx.task.register ?? undefined;
  let waiting: Sale[] = [];
  const filter = async () => {
    const keys = waiting.map((sale) => movementKey(branch.id, sale));
    const accepted = ctx.task.resend ? new Set<string>() : await ctx.ledger.accepted(keys);
    const fresh = waiting.filter((_, index) => !accepted.has(keys[index] ?? ""));
    waiting = [];
    return fresh;
  };
  for await (const sale of ctx.movements.sales({ branchIds: [branch.id], period: { first: day, last: day }, register })) {
    if (sale.kind === "return") {
      returns += 1;
      continue;
    }
    if (isWorthless(sale)) {
      worthless += 1;
      continue;
    }
    const refusal = refuseSale(sale);
    if (refusal) {
      ctx.refuse({ key: movementKey(branch.id, sale), ...refusal, branchId: branch.id, day });
      continue;
    }
    waiting.push(sale);
    if (waiting.length >= LOT_SIZE) yield* await filter();
  }
  yield* await filter();
  if (returns > 0) ctx.log("info", `${branch.name}, ${formatDay(day)}: ${tellCount(returns, "devolução não é enviada", "devoluções não são enviadas")}, porque o contrato da ScannTech só tem vendas e cancelamentos.`);
  if (worthless > 0) ctx.log("info", `${branch.name}, ${formatDay(day)}: ${tellCount(worthless, "cupom sem valor não é enviado", "cupons sem valor não são enviados")}, porque a ScannTech não aceita movimento sem itens com valor.`);
}

/** Lots of one store, till and day, at most {@link LOT_SIZE} movements each; every lot is a file a person can download. */
export async function* prepareSales(ctx: TaskContext): AsyncIterable<PreparedFile> {
  const clock = localClock(ctx.organization.timeZone);
  const start = ctx.settings.text("data_inicio");
  for (const branch of ctx.branches) {
    const local = ctx.settings.forBranch("id_local", branch.id);
    for (const day of listDays(ctx.period)) {
      if (start && day < start) continue;
      const sequence = new Map<string, number>();
      const lots = new Map<string, Lot>();
      const close = (lot: Lot): PreparedFile => {
        const number = (sequence.get(lot.register) ?? 0) + 1;
        sequence.set(lot.register, number);
        lots.delete(lot.register);
        const { sales } = lot;
        return {
          // A reprocess makes other lots of what is left: the generation keeps their names apart.
          name: `vendas-${local}-${registerNumber(lot.register)}-${day.replaceAll("-", "")}-g${ctx.task.generation}-${String(number).padStart(3, "0")}.json`,
          contentType: "application/json",
          branchId: branch.id,
          day,
          body: oneChunk(JSON.stringify(sales.map((sale) => toMovement(sale, clock(sale.soldAt))))),
          rows: () => sales.length,
          records: sales.map((sale) => recordOf(branch.id, sale)),
        };
      };
      for await (const sale of listSendable(ctx, branch, day)) {
        const lot = lots.get(sale.register) ?? { register: sale.register, sales: [] };
        lots.set(sale.register, lot);
        lot.sales.push(sale);
        if (lot.sales.length >= LOT_SIZE) yield close(lot);
      }
      for (const lot of lots.values()) yield close(lot);
    }
  }
}
