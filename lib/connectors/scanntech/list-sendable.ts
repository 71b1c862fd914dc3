import type { Branch, Sale } from "@/lib/core/movement.ts";
import { type Day, formatDay } from "@/lib/core/period.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import type { TaskContext } from "../define.ts";
import { asUndoing, isWorthless, receiptNumber, refuseSale } from "./movement.ts";

/** Movements looked up at a time. */
const BATCH = 195;

/**
 * What makes a movement the same one: store, till, receipt and day. Goods may come back in parts, each under
 * the number of the same sale: those are told apart by their own document.
 */
export function movementKey(branchId: number, sale: Sale): string {
  return `${branchId}:${sale.register}:${receiptNumber(sale)}:${sale.day}${sale.kind === "return" ? `:${sale.documentKey}` : ""}`;
}

/** Why movements were left out, counted for the log. */
type Left = Record<"unknown" | "unsent" | "worthless", number>;

/**
 * A day's movements as the partner takes them. Left out: what it already accepted, what cannot be sent, receipts worth
 * nothing, and goods that came back of a sale it never had.
 */
export async function* listSendable(
  ctx: TaskContext<"data_inicio">,
  branch: Branch,
  day: Day,
): AsyncIterable<Sale> {
  const left: Left = { unknown: 0, unsent: 0, worthless: 0 };
  let batch: Sale[] = [];
  // Of one till alone, returns are still to be found: they may have been taken back at another.
  for await (const sale of ctx.movements.sales({
    branchIds: [branch.id],
    period: { first: day, last: day },
  })) {
    batch.push(sale);
    if (batch.length < BATCH) continue;
    yield* await chooseFrom(ctx, branch, batch, left);
    batch = [];
  }
  yield* await chooseFrom(ctx, branch, batch, left);
  const where = `${branch.name}, ${formatDay(day)}`;
  if (left.unknown > 0)
    ctx.log(
      "warn",
      `${where}: ${formatCount(left.unknown, "devolução não é enviada", "devoluções não são enviadas")}, porque a venda de origem não está no Enlace e a ScannTech precisa do número dela.`,
    );
  if (left.unsent > 0)
    ctx.log(
      "info",
      `${where}: ${formatCount(left.unsent, "devolução não é enviada", "devoluções não são enviadas")}, porque a ScannTech não recebeu a venda de origem.`,
    );
  if (left.worthless > 0)
    ctx.log(
      "info",
      `${where}: ${formatCount(left.worthless, "cupom sem valor não é enviado", "cupons sem valor não são enviados")}, porque a ScannTech não aceita movimento sem itens com valor.`,
    );
}

async function chooseFrom(
  ctx: TaskContext<"data_inicio">,
  branch: Branch,
  batch: readonly Sale[],
  left: Left,
): Promise<Sale[]> {
  const named = await nameReturns(ctx, branch, batch, left);
  const { register, resend } = ctx.task;
  const sendable = named.filter((sale) => {
    if (register !== null && Number(sale.register) !== Number(register)) return false;
    if (isWorthless(sale)) {
      left.worthless += 1;
      return false;
    }
    const refusal = refuseSale(sale);
    if (refusal)
      ctx.refuse({
        key: movementKey(branch.id, sale),
        ...refusal,
        branchId: branch.id,
        day: sale.day,
      });
    return refusal === null;
  });
  const accepted = resend
    ? new Set<string>()
    : await ctx.ledger.accepted(sendable.map((sale) => movementKey(branch.id, sale)));
  return sendable.filter((sale) => !accepted.has(movementKey(branch.id, sale)));
}

/** Puts each return under the till and number of its sale, if the partner has that sale or gets it in this very run. */
async function nameReturns(
  ctx: TaskContext<"data_inicio">,
  branch: Branch,
  batch: readonly Sale[],
  left: Left,
): Promise<Sale[]> {
  const returns = batch.filter(({ kind }) => kind === "return");
  if (returns.length === 0) return [...batch];
  const originals = await ctx.movements.salesByKey(
    branch.id,
    returns.map(({ originalKey }) => originalKey).filter(Boolean),
  );
  const keyOf = (original: Pick<Sale, "number" | "register" | "day">) =>
    `${branch.id}:${original.register}:${receiptNumber({ kind: "sale", number: original.number })}:${original.day}`;
  const accepted = await ctx.ledger.accepted([...originals.values()].map(keyOf));
  const start = ctx.settings.text("data_inicio");
  const { first, last } = ctx.period;
  // What the partner asks to have again it had before: nobody is asked whether it did.
  const isThere = (original: Pick<Sale, "number" | "register" | "day">) =>
    ctx.task.resend ||
    accepted.has(keyOf(original)) ||
    (first <= original.day && original.day <= last && original.day >= start);
  return batch.flatMap((sale) => {
    if (sale.kind !== "return") return [sale];
    const original = originals.get(sale.originalKey);
    if (original && isThere(original)) return [asUndoing(sale, original)];
    left[original ? "unsent" : "unknown"] += 1;
    return [];
  });
}
