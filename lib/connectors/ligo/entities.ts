import { localClock } from "@/lib/core/local-time.ts";
import type { Sale } from "@/lib/core/movement.ts";
import { formatDay } from "@/lib/core/period.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import type { TaskContext } from "../define.ts";
import type { LotEntity, LotRecord } from "../profiles/lot-entity.ts";
import { saleKey } from "../profiles/sale-record.ts";
import { cleanText, gtinOrNull, localMoment, quantityOf, reais } from "../profiles/wire-text.ts";
import { CUSTOMER_FIELDS, customerRecord, phoneOrNull, withdrawal } from "./customer-record.ts";

const CUSTOMERS_UNTIL = "clientes_ate";
const OVERLAP_MS = 10 * 60_000;
/** How many receipts' customers are looked up at once. */
const PAGE = 500;

/** Customers who agreed to offers; from the second load on, what changed, with those who took their consent back. */
export const customers: LotEntity<never, "clientes"> = {
  resource: "clientes",
  label: "Clientes",
  fields: CUSTOMER_FIELDS,
  scope: "organization",
  async *records(ctx) {
    const until = await ctx.state.get(CUSTOMERS_UNTIL);
    const options =
      until === null ? {} : { updatedSince: new Date(Date.parse(until) - OVERLAP_MS) };
    const seen = new Set<string>();
    const left = { consent: 0, phone: 0, repeated: 0 };
    for await (const customer of ctx.movements.customers(options)) {
      const phone = phoneOrNull(customer.phone);
      if (!customer.marketingConsent) {
        left.consent += 1;
        if (until !== null) yield { key: customer.code, body: withdrawal(customer) };
      } else if (phone === null) left.phone += 1;
      else if (seen.has(phone)) left.repeated += 1;
      else {
        seen.add(phone);
        yield { key: customer.code, body: customerRecord(customer, phone) };
      }
    }
    if (left.consent + left.phone + left.repeated > 0)
      ctx.log(
        "info",
        `Clientes que ficaram de fora: ${left.consent} sem consentimento, ${left.phone} sem telefone com DDD, ${left.repeated} com telefone repetido.`,
      );
  },
};

/** Moves the cursor of customers once all of them were accepted. */
export const rememberCustomers = (ctx: TaskContext): Promise<void> =>
  ctx.state.set(CUSTOMERS_UNTIL, ctx.task.startedAt.toISOString());

const KIND = { sale: "compra", cancellation: "cancelamento", return: "devolucao" } as const;

function purchaseRecord(sale: Sale, code: string, moment: string) {
  return {
    chave: saleKey(sale),
    codigo_cliente: cleanText(code),
    tipo: KIND[sale.kind],
    data_hora: moment,
    valor_total: reais(sale.totalCents),
    itens: sale.lines.map((line) => ({
      codigo_produto: cleanText(line.productCode),
      ean: gtinOrNull(line.ean),
      descricao: cleanText(line.description),
      quantidade: quantityOf(line.quantity),
    })),
  };
}

/** What customers who agreed bought on a day, under the ERP's code of them; everybody else's receipts stay here. */
export const lastPurchases: LotEntity<never, "compras"> = {
  resource: "compras",
  label: "Últimas compras",
  fields: [
    "chave",
    "codigo_cliente",
    "tipo",
    "data_hora",
    "valor_total",
    "itens",
    "itens.codigo_produto",
    "itens.ean",
    "itens.descricao",
    "itens.quantidade",
  ],
  scope: "day",
  async *records(ctx, branch, day) {
    const clock = localClock(ctx.organization.timeZone);
    let waiting: Sale[] = [];
    let left = 0;
    const agreed = async (): Promise<LotRecord[]> => {
      const known = await ctx.movements.customersByDocument([
        ...new Set(waiting.map((sale) => sale.customerDocument)),
      ]);
      const records = waiting.flatMap((sale): LotRecord[] => {
        const customer = known.get(sale.customerDocument);
        if (!customer?.marketingConsent) return [];
        const key = saleKey(sale);
        return [
          {
            key,
            body: purchaseRecord(sale, customer.code, localMoment(clock(sale.soldAt))),
            ledger: {
              key: `${branch.id}:${key}`,
              branchId: branch.id,
              day,
              register: sale.register,
              kind: sale.kind,
              amountCents: sale.totalCents,
            },
          },
        ];
      });
      left += waiting.length - records.length;
      waiting = [];
      return records;
    };
    for await (const sale of ctx.movements.sales({
      branchIds: [branch.id],
      period: { first: day, last: day },
    })) {
      if (sale.customerDocument === "") continue;
      waiting.push(sale);
      if (waiting.length === PAGE) yield* await agreed();
    }
    yield* await agreed();
    if (left > 0)
      ctx.log(
        "info",
        `${branch.name}, ${formatDay(day)}: ${formatCount(left, "compra de cliente sem cadastro ou sem consentimento não foi enviada", "compras de clientes sem cadastro ou sem consentimento não foram enviadas")}.`,
      );
  },
};

/** Whether a product is there, not how many: telesales need no more. */
export const availability: LotEntity<never, "disponibilidade"> = {
  resource: "disponibilidade",
  label: "Disponibilidade",
  fields: ["chave", "codigo_produto", "ean", "disponivel"],
  scope: "branch",
  async *records(ctx, branch) {
    for await (const stock of ctx.movements.stock([branch.id])) {
      const code = cleanText(stock.productCode);
      if (code !== "")
        yield {
          key: code,
          body: {
            chave: code,
            codigo_produto: code,
            ean: gtinOrNull(stock.ean),
            disponivel: stock.quantity > 0,
          },
        };
    }
  },
};
