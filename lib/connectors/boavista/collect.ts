import { z } from "zod";
import { formatReais } from "@/lib/core/money.ts";
import type { Branch } from "@/lib/core/movement.ts";
import { type Day, formatDay, isDay, listDays } from "@/lib/core/period.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import type { Collected, TaskContext } from "../define.ts";
import { type PageKey, readPages } from "./call.ts";

const amount = z.number();
const text = z.string().default("");
const day = z.string().refine(isDay);

const STATUS = {
  conciliada: "conciliada",
  nao_conciliada: "não conciliada",
  divergente: "divergente",
} as const;

const reconciliationShape = z.object({
  chave: z.string().min(1),
  nsu: text,
  autorizacao: text,
  status: z.enum(["conciliada", "nao_conciliada", "divergente"]),
  motivo: text,
  valor_bruto: amount.nullish(),
  taxa_percentual: amount.nullish(),
  valor_liquido: amount.nullish(),
  previsao_pagamento: day.nullish(),
  data_pagamento: day.nullish(),
  lote: text,
});

const paymentShape = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  lote: text,
  data_pagamento: day,
  adquirente_cnpj: text,
  bandeira: text,
  quantidade: z.number().int().nonnegative(),
  valor_bruto: amount,
  valor_taxa: amount,
  valor_liquido: amount,
});
const statementShape = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  data_hora: text,
  nsu: text,
  autorizacao: text,
  adquirente_cnpj: text,
  bandeira: text,
  produto: text,
  parcelas: z.number().int().positive().default(1),
  valor_bruto: amount,
});

const reais = (value: number) => formatReais(Math.round(value * 100));

function queryOf(
  ctx: TaskContext<"codigo_estabelecimento">,
  branch: Branch,
  of: Day,
): Record<string, string> {
  return {
    cnpj: branch.cnpj,
    estabelecimento: ctx.settings.forBranch("codigo_estabelecimento", branch.id),
    data: of,
  };
}

/**
 * What became of the sales of each day at the acquirers. What is not reconciled, or has no answer, is told
 * by e-mail, in figures; not where the days were told of before and are only asked for again.
 */
export async function* collectReconciliation(
  ctx: TaskContext<PageKey<"conciliacao"> | "codigo_estabelecimento">,
  { again = false }: { again?: boolean } = {},
): AsyncIterable<Collected> {
  for (const branch of ctx.branches) {
    for (const of of listDays(ctx.period)) {
      const count = { conciliada: 0, nao_conciliada: 0, divergente: 0 };
      for await (const line of readPages(
        ctx,
        "conciliacao",
        queryOf(ctx, branch, of),
        reconciliationShape,
      )) {
        count[line.status] += 1;
        yield {
          type: "item",
          kind: "reconciliation",
          key: line.chave,
          title: `NSU ${line.nsu || "não informado"}: ${STATUS[line.status]}`,
          branchId: branch.id,
          validFrom: of,
          validTo: of,
          data: line,
        };
      }
      const sent = (await ctx.ledger.totals("sales", branch.id, of))
        .filter(({ kind }) => kind === "sale")
        .reduce((sum, total) => sum + total.count, 0);
      const silent = Math.max(0, sent - count.conciliada - count.nao_conciliada - count.divergente);
      const sentence = `${branch.name}, ${formatDay(of)}: ${formatCount(count.conciliada, "conciliada", "conciliadas")}, ${formatCount(count.divergente, "divergente", "divergentes")}, ${formatCount(count.nao_conciliada, "não conciliada", "não conciliadas")}, ${silent} sem resposta.`;
      ctx.log("info", sentence);
      if (!again && count.divergente + count.nao_conciliada + silent > 0) ctx.notify(sentence);
    }
  }
}

/** What acquirers paid. */
export async function* collectPayments(
  ctx: TaskContext<PageKey<"pagamentos"> | "codigo_estabelecimento">,
): AsyncIterable<Collected> {
  for (const branch of ctx.branches) {
    let count = 0;
    for (const of of listDays(ctx.period)) {
      for await (const payment of readPages(
        ctx,
        "pagamentos",
        queryOf(ctx, branch, of),
        paymentShape,
      )) {
        count += 1;
        yield {
          type: "item",
          kind: "payment",
          key: payment.id,
          title: `Pagamento de ${reais(payment.valor_liquido)}${payment.lote ? `, lote ${payment.lote}` : ""}`,
          branchId: branch.id,
          validFrom: payment.data_pagamento,
          validTo: payment.data_pagamento,
          data: payment,
        };
      }
    }
    ctx.log("info", `${branch.name}: ${formatCount(count, "pagamento", "pagamentos")}.`);
  }
}

/** Sales as the acquirers know them. */
export async function* collectStatement(
  ctx: TaskContext<PageKey<"extrato"> | "codigo_estabelecimento">,
): AsyncIterable<Collected> {
  for (const branch of ctx.branches) {
    let count = 0;
    for (const of of listDays(ctx.period)) {
      for await (const sale of readPages(
        ctx,
        "extrato",
        queryOf(ctx, branch, of),
        statementShape,
      )) {
        count += 1;
        yield {
          type: "item",
          kind: "card_sale",
          key: sale.id,
          title: `NSU ${sale.nsu || "não informado"}: ${reais(sale.valor_bruto)}`,
          branchId: branch.id,
          validFrom: of,
          validTo: of,
          data: sale,
        };
      }
    }
    ctx.log(
      "info",
      `${branch.name}: ${formatCount(count, "venda", "vendas")} no extrato das adquirentes.`,
    );
  }
}
