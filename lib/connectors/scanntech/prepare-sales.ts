import { localClock } from "@/lib/core/local-time.ts";
import type { Sale } from "@/lib/core/movement.ts";
import { listDays } from "@/lib/core/period.ts";
import type { PreparedFile, TaskContext } from "../define.ts";
import type { LedgerRecord } from "@/lib/core/ledger-record.ts";
import { listSendable, movementKey } from "./list-sendable.ts";
import { receiptNumber, registerNumber, toMovement } from "./movement.ts";

/** The partner takes about 200 movements a request; the integrations seen in use stop at 195. */
export const LOT_SIZE = 195;

interface Lot {
  register: string;
  sales: Sale[];
  numbers: Set<string>;
}

function recordOf(branchId: number, sale: Sale): LedgerRecord {
  return {
    key: movementKey(branchId, sale),
    branchId,
    day: sale.day,
    register: sale.register,
    kind: sale.kind,
    amountCents: sale.totalCents,
  };
}

async function* oneChunk(content: string): AsyncIterable<string> {
  yield content;
}

/**
 * Lots of one store, till and day, at most {@link LOT_SIZE} movements each; every lot is a file a
 * person can download.
 */
export async function* prepareSales(
  ctx: TaskContext<"data_inicio" | "id_local">,
): AsyncIterable<PreparedFile> {
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
        const open = lots.get(sale.register);
        // The partner names what it refuses by its number alone: two of one number are never in one lot.
        if (open?.numbers.has(receiptNumber(sale))) yield close(open);
        const lot = lots.get(sale.register) ?? {
          register: sale.register,
          sales: [],
          numbers: new Set<string>(),
        };
        lots.set(sale.register, lot);
        lot.sales.push(sale);
        lot.numbers.add(receiptNumber(sale));
        if (lot.sales.length >= LOT_SIZE) yield close(lot);
      }
      for (const lot of lots.values()) yield close(lot);
    }
  }
}
