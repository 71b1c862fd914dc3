import { z } from "zod";
import { completeCnpj } from "@/lib/core/documents.ts";
import type { PulledRow } from "../rest-pull/pull-pages.ts";
import { gtin, type LotResource, named, positive, quantity } from "../rest-lote/lot-contract.ts";

const DISTRIBUTOR = completeCnpj("713008840001");
const count = z.number().int().nonnegative();
const need = z.strictObject({
  chave: named,
  codigo_produto: named,
  ean: gtin,
  descricao: named,
  registro_ms: z
    .string()
    .regex(/^1\d{12}$/)
    .nullable(),
  estoque: quantity.nonnegative().nullable(),
  estoque_pendente: quantity.nonnegative().nullable(),
  estoque_minimo: count,
  estoque_maximo: count,
  media_30: quantity.nonnegative(),
  media_60: quantity.nonnegative(),
  media_90: quantity.nonnegative(),
  quantidade_sugerida: count.nullable(),
  embalagem: count.positive(),
  ultimo_custo: positive.nullable(),
});
type Need = z.output<typeof need>;

export const NEEDS: LotResource = {
  shape: need,
  judge: ((record: Need) => {
    if (record.estoque_minimo > record.estoque_maximo) return ["LIMITES", "mínimo acima do máximo"];
    if ((record.estoque === null) !== (record.quantidade_sugerida === null))
      return ["ESTOQUE", "sugestão e estoque são desconhecidos juntos"];
    if (record.estoque === null || record.quantidade_sugerida === null) return null;
    if (record.quantidade_sugerida % record.embalagem !== 0)
      return ["EMBALAGEM", "sugestão que não é de embalagens inteiras"];
    return record.quantidade_sugerida > 0 &&
      record.estoque + (record.estoque_pendente ?? 0) > record.estoque_minimo
      ? ["SUGESTAO", "sugestão sem necessidade"]
      : null;
  }) as never,
};

const order = (
  numero: string,
  buyer: string,
  situacao: string,
  at: string,
  itens: object[],
): PulledRow => ({
  changedAt: at,
  body: {
    numero,
    cnpj_comprador: buyer,
    cnpj_distribuidor: DISTRIBUTOR,
    situacao,
    emitido_em: at.slice(0, 10),
    validade: "2099-12-31",
    prazo_pagamento: "28 dias",
    itens,
  },
});

/** Orders from before the hub came: of an invented shop, three of them, so that there is a second page. */
export function firstOrders(): PulledRow[] {
  const buyer = completeCnpj("419023770001");
  const item = {
    ean: "7890006000011",
    quantidade: 24,
    custo_unitario: 7.8,
    desconto_percentual: 2.5,
    embalagem: 1,
  };
  return ["confirmado", "confirmado", "cotado"].map((situacao, index) =>
    order(`WC-${index + 1}`, buyer, situacao, `2026-03-0${index + 1}T12:00:00Z`, [item]),
  );
}

/** What distributors make of the needs of a shop: one order of what was asked for, at most ten products. */
export function quoteNeeds(
  numero: string,
  buyer: string,
  records: readonly Record<string, unknown>[],
  at: Date,
): PulledRow | null {
  const wanted = records
    .filter((one) => Number(one.quantidade_sugerida) > 0 && typeof one.ean === "string")
    .slice(0, 10);
  if (wanted.length === 0) return null;
  return order(
    numero,
    buyer,
    "cotado",
    at.toISOString(),
    wanted.map((one) => ({
      ean: one.ean,
      quantidade: one.quantidade_sugerida,
      custo_unitario: Math.max(0.5, Math.round(Number(one.ultimo_custo ?? 10) * 97) / 100),
      desconto_percentual: 3,
      embalagem: one.embalagem,
    })),
  );
}
