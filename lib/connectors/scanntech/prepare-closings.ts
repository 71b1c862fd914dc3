import type { Cents } from "@/lib/core/money.ts";
import { type Day, listDays } from "@/lib/core/period.ts";
import type { PreparedFile, TaskContext } from "../define.ts";

interface Closing {
  fechaVentas: Day;
  montoVentaLiquida: number;
  montoCancelaciones: number;
  cantidadMovimientos: number;
  cantidadCancelaciones: number;
}

interface Sums {
  sales: { count: number; amountCents: Cents };
  cancellations: { count: number; amountCents: Cents };
}

const none = () => ({ count: 0, amountCents: 0 });

/** Net sales are what remains after the cancellations, which are also told apart. */
export function toClosing(day: Day, { sales, cancellations }: Sums): Closing {
  return {
    fechaVentas: day,
    montoVentaLiquida: (sales.amountCents - cancellations.amountCents) / 100,
    montoCancelaciones: cancellations.amountCents / 100,
    cantidadMovimientos: sales.count,
    cantidadCancelaciones: cancellations.count,
  };
}

async function* oneChunk(content: string): AsyncIterable<string> {
  yield content;
}

/**
 * One file a store and till with the closings of the period. They are summed from what the partner
 * accepted, never from the ERP: a closing that says more than they have is refused there.
 */
export async function* prepareClosings(ctx: TaskContext<"id_local">): AsyncIterable<PreparedFile> {
  for (const branch of ctx.branches) {
    const closings = new Map<string, Closing[]>();
    for (const day of listDays(ctx.period)) {
      const byRegister = new Map<string, Sums>();
      for (const total of await ctx.ledger.totals("sales", branch.id, day)) {
        if (ctx.task.register && Number(total.register) !== Number(ctx.task.register)) continue;
        const sums = byRegister.get(total.register) ?? { sales: none(), cancellations: none() };
        byRegister.set(total.register, sums);
        if (total.kind === "sale") sums.sales = total;
        // The partner knows one way to undo a receipt, in whole or in part.
        if (total.kind === "cancellation" || total.kind === "return")
          sums.cancellations = {
            count: sums.cancellations.count + total.count,
            amountCents: sums.cancellations.amountCents + total.amountCents,
          };
      }
      for (const [register, sums] of byRegister)
        closings.set(register, [...(closings.get(register) ?? []), toClosing(day, sums)]);
    }
    for (const [register, list] of [...closings].sort(([a], [b]) => Number(a) - Number(b))) {
      yield {
        name: `fechamentos-${ctx.settings.forBranch("id_local", branch.id)}-${register}-${ctx.period.last.replaceAll("-", "")}-g${ctx.task.generation}.json`,
        contentType: "application/json",
        branchId: branch.id,
        day: ctx.period.last,
        body: oneChunk(JSON.stringify(list)),
        rows: () => list.length,
      };
    }
  }
}
