import { z } from "zod";
import { cleanDocument } from "@/lib/core/documents.ts";
import type { Branch } from "@/lib/core/movement.ts";
import { type Day, formatDay, isDay } from "@/lib/core/period.ts";
import type { Collected, Rejection, TaskContext } from "../define.ts";
import type { MappedResource } from "../profiles/field-map.ts";
import { type PulledResource, type PullKey, pullResource } from "../profiles/rest-pull.ts";

const day = z
  .string()
  .transform((text) => text.slice(0, 10))
  .refine(isDay);
const text = z.union([z.string(), z.number()]).transform(String);
const line = z.object({
  ean: z.string(),
  quantidade: z.number(),
  custo_unitario: z.number(),
  desconto_percentual: z.number().default(0),
  embalagem: z.number().default(1),
});
const orderShape = z.object({
  numero: text,
  cnpj_comprador: z.string(),
  cnpj_distribuidor: z.string(),
  situacao: z.string(),
  emitido_em: day,
  validade: day,
  prazo_pagamento: text.default(""),
  itens: z.array(line),
});

export type Order = z.output<typeof orderShape>;

/** What an order is held against: who buys, who may deliver, what is sold. */
export interface OrderFacts {
  today: Day;
  branches: readonly Branch[];
  suppliers: ReadonlySet<string>;
  /** Units of a package, by EAN. */
  packs: ReadonlyMap<string, number>;
}

export const ORDER_FIELDS = [
  "numero",
  "cnpj_comprador",
  "cnpj_distribuidor",
  "situacao",
  "emitido_em",
  "validade",
  "prazo_pagamento",
  "itens",
  "itens.ean",
  "itens.quantidade",
  "itens.custo_unitario",
  "itens.desconto_percentual",
  "itens.embalagem",
] as const;

/** Why an order cannot be used; null when it can. */
export function refuseOrder(
  order: Order,
  { today, branches, suppliers, packs }: OrderFacts,
): Rejection | null {
  const no = (code: string, sentence: string): Rejection => ({
    key: order.numero,
    code,
    message: `Pedido ${order.numero}: ${sentence}`,
  });
  if (!branches.some(({ cnpj }) => cnpj === cleanDocument(order.cnpj_comprador)))
    return no("COMPRADOR", "o CNPJ do comprador não é de nenhuma filial da integração.");
  if (!suppliers.has(cleanDocument(order.cnpj_distribuidor)))
    return no(
      "DISTRIBUIDOR",
      "o distribuidor não está no cadastro de fornecedores. Cadastre-o e reprocesse a tarefa.",
    );
  if (order.validade < today)
    return no("VENCIDO", `a cotação venceu em ${formatDay(order.validade)}.`);
  if (order.itens.length === 0) return no("SEM_ITENS", "não tem itens.");
  for (const { ean, quantidade, custo_unitario, embalagem } of order.itens) {
    const pack = packs.get(ean);
    if (!(quantidade >= 1)) return no("QUANTIDADE", `o produto ${ean} tem quantidade menor que 1.`);
    if (!(custo_unitario > 0)) return no("CUSTO", `o produto ${ean} não tem custo.`);
    if (pack === undefined) return no("EAN", `o produto ${ean} não está no cadastro.`);
    if (embalagem !== 1 && embalagem !== pack)
      return no(
        "EMBALAGEM",
        `o produto ${ean} foi cotado em embalagem de ${embalagem}, e no cadastro ela é de ${pack}.`,
      );
  }
  return null;
}

/** What the form needs to know of the resource before anything is pulled. */
export const ordersResource: MappedResource<"pedidos"> = {
  resource: "pedidos",
  label: "Pedidos",
  fields: ORDER_FIELDS,
};

const declared = (facts: OrderFacts): PulledResource<typeof orderShape, "pedidos"> => ({
  ...ordersResource,
  shape: orderShape,
  take: (order) => {
    const refusal = refuseOrder(order, facts);
    if (refusal) return refusal;
    const branch = facts.branches.find(({ cnpj }) => cnpj === cleanDocument(order.cnpj_comprador));
    return {
      kind: "order",
      key: order.numero,
      title: `Pedido ${order.numero} – ${order.situacao}`,
      ...(branch ? { branchId: branch.id } : {}),
      validFrom: order.emitido_em,
      validTo: order.validade,
      data: order,
    };
  },
});

/** Orders that were quoted, each held against the register. */
export async function* collectOrders(
  ctx: TaskContext<PullKey<"pedidos">>,
): AsyncIterable<Collected> {
  const suppliers = new Set<string>();
  for await (const { cnpj } of ctx.movements.suppliers()) suppliers.add(cnpj);
  const packs = new Map<string, number>();
  for await (const { eans, packQuantity } of ctx.movements.products())
    for (const ean of eans) packs.set(ean, packQuantity);
  yield* pullResource(
    ctx,
    declared({ today: ctx.period.last, branches: ctx.branches, suppliers, packs }),
  );
}
