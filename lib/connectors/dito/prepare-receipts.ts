import type { Customer } from "@/lib/core/customer.ts";
import { isCpf } from "@/lib/core/documents.ts";
import { localClock } from "@/lib/core/local-time.ts";
import type { Branch, Sale, SaleLine } from "@/lib/core/movement.ts";
import { type Day, formatDay, listDays } from "@/lib/core/period.ts";
import type { PreparedFile, TaskContext } from "../define.ts";
import { findCancelledSales } from "../profiles/cancelled-sales.ts";
import { freshBatches } from "../profiles/fresh-batches.ts";
import { idOf, type IdRule, toUserData } from "./customer.ts";
import { type DitoEvent, originalOf, toEvents, transactionId } from "./events.ts";

/** Receipts of one file. */
const BATCH = 100;

/** One line of a file: a receipt with everything that is sent for it, in order. */
export interface DitoReceipt {
  key: string;
  id: string;
  /** On the first receipt of a person in the file. */
  user_data?: ReturnType<typeof toUserData>;
  events: DitoEvent[];
}

interface Found {
  key: string;
  sale: Sale;
  lines: SaleLine[];
}

/** Why receipts were left out, counted for the log. */
type Left = Record<
  "invalid" | "unknown" | "anonymous" | "consent" | "id" | "cfop" | "cancelled" | "unsent",
  number
>;

const LEFT_SENTENCE: Record<keyof Left, string> = {
  anonymous: "sem CPF",
  invalid: "com CPF inválido",
  unknown: "de clientes que não estão no cadastro",
  consent: "de clientes sem consentimento",
  id: "de clientes sem o dado que identifica na Dito",
  cfop: "com CFOP fora das listas",
  cancelled: "cancelados",
  unsent: "que desfazem uma venda não enviada",
};

/** Branch, kind and document: the day is not part of it, because what is undone later must find its sale. */
const keyOf = (branch: Branch, kind: Sale["kind"], transaction: string) =>
  `${branch.id}:${kind === "sale" ? "compra" : "devolucao"}:${transaction}`;

const listOf = (text: string) => new Set(text.split(/[\s,;]+/).filter(Boolean));

async function* oneChunk(content: string): AsyncIterable<string> {
  yield content;
}

async function* listSendable(
  ctx: TaskContext<"codigo_loja" | "cfops_venda" | "cfops_devolucao">,
  branch: Branch,
  day: Day,
  cancelled: ReadonlySet<string>,
  left: Left,
): AsyncIterable<Found> {
  const storeCode = ctx.settings.forBranch("codigo_loja", branch.id);
  const [sold, returned] = [
    listOf(ctx.settings.text("cfops_venda")),
    listOf(ctx.settings.text("cfops_devolucao")),
  ];
  for await (const sale of ctx.movements.sales({
    branchIds: [branch.id],
    period: { first: day, last: day },
  })) {
    const known = sale.kind === "return" ? returned : sold;
    const lines = known.size === 0 ? sale.lines : sale.lines.filter(({ cfop }) => known.has(cfop));
    if (sale.kind === "sale" && cancelled.has(sale.documentKey)) left.cancelled += 1;
    else if (lines.length === 0) left.cfop += 1;
    else if (sale.customerDocument === "") left.anonymous += 1;
    else if (!isCpf(sale.customerDocument)) left.invalid += 1;
    else yield { key: keyOf(branch, sale.kind, transactionId(storeCode, sale)), sale, lines };
  }
}

/** Only people who agreed may reach a partner that sends messages, and each only under the id the brand chose. */
async function identify(
  ctx: TaskContext<"tipo_id">,
  batch: readonly Found[],
  left: Left,
): Promise<Array<Found & { customer: Customer; id: string }>> {
  const rule = ctx.settings.text("tipo_id") as IdRule;
  const known = await ctx.movements.customersByDocument([
    ...new Set(batch.map(({ sale }) => sale.customerDocument)),
  ]);
  return batch.flatMap((found) => {
    const customer = known.get(found.sale.customerDocument);
    const id = customer?.marketingConsent ? idOf(customer, rule) : null;
    if (!customer) left.unknown += 1;
    else if (!customer.marketingConsent) left.consent += 1;
    else if (id === null) left.id += 1;
    return customer && id !== null ? [{ ...found, customer, id }] : [];
  });
}

/** A cancellation undoes what Dito has; one whose sale never went there has nothing to undo. */
async function dropUnsent(
  ctx: TaskContext<"codigo_loja">,
  branch: Branch,
  batch: readonly Found[],
  left: Left,
): Promise<Found[]> {
  const storeCode = ctx.settings.forBranch("codigo_loja", branch.id);
  const original = ({ sale }: Found) =>
    keyOf(branch, "sale", transactionId(storeCode, originalOf(sale)));
  const cancellations = batch.filter(({ sale }) => sale.kind === "cancellation");
  if (cancellations.length === 0) return [...batch];
  const sent = await ctx.ledger.accepted(cancellations.map(original));
  const kept = batch.filter(
    (found) => found.sale.kind !== "cancellation" || sent.has(original(found)),
  );
  left.unsent += batch.length - kept.length;
  return kept;
}

/** Files of one branch and day: a receipt a line, with the person and the events. */
export async function* prepareReceipts(
  ctx: TaskContext<"codigo_loja" | "cfops_venda" | "cfops_devolucao" | "tipo_id">,
): AsyncIterable<PreparedFile> {
  const clock = localClock(ctx.organization.timeZone);
  for (const branch of ctx.branches) {
    const storeCode = ctx.settings.forBranch("codigo_loja", branch.id);
    const cancelled = await findCancelledSales(ctx, branch, ctx.period);
    for (const day of listDays(ctx.period)) {
      let sequence = 0;
      const left: Left = {
        anonymous: 0,
        invalid: 0,
        unknown: 0,
        consent: 0,
        id: 0,
        cfop: 0,
        cancelled: 0,
        unsent: 0,
      };
      for await (const batch of freshBatches(
        ctx,
        listSendable(ctx, branch, day, cancelled, left),
        BATCH,
      )) {
        const chosen = await identify(ctx, await dropUnsent(ctx, branch, batch, left), left);
        if (chosen.length === 0) continue;
        sequence += 1;
        const told = new Set<string>();
        const lines = chosen.map(({ key, sale, lines: counted, customer, id }) => {
          const receipt: DitoReceipt = {
            key,
            id,
            ...(told.has(id) ? {} : { user_data: toUserData(customer) }),
            events: toEvents(sale, {
              storeCode,
              storeName: branch.name,
              local: clock(sale.soldAt),
              lines: counted,
            }),
          };
          told.add(id);
          return JSON.stringify(receipt);
        });
        yield {
          name: `compras-${branch.cnpj}-${day.replaceAll("-", "")}-g${ctx.task.generation}-${String(sequence).padStart(3, "0")}.ndjson`,
          contentType: "application/x-ndjson",
          branchId: branch.id,
          day,
          body: oneChunk(`${lines.join("\n")}\n`),
          rows: () => lines.length,
          records: chosen.map(({ key, sale }) => ({
            key,
            branchId: branch.id,
            day,
            register: sale.register,
            kind: sale.kind,
            amountCents: sale.totalCents,
          })),
        };
      }
      logLeft(ctx, branch, day, left);
    }
  }
}

function logLeft(ctx: TaskContext, branch: Branch, day: Day, left: Left): void {
  const parts = (Object.keys(left) as Array<keyof Left>)
    .filter((why) => left[why] > 0)
    .map((why) => `${left[why]} ${LEFT_SENTENCE[why]}`);
  if (parts.length > 0)
    ctx.log("info", `${branch.name}, ${formatDay(day)}: cupons não enviados: ${parts.join(", ")}.`);
}
