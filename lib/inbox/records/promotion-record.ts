import { z } from "zod";
import type { PromotionKind } from "@/lib/core/offer.ts";
import { amount, cnpj, decimal, line, required } from "../api/fields.ts";
import {
  DocumentRefusal,
  type InboxContext,
  type PromotionRow,
  refuseUnknownBranch,
} from "../document.ts";
import { day, readRecord, whole } from "./record-fields.ts";
import type { RecordKind } from "./record-kind.ts";

const schema = z.strictObject({
  filial: cnpj,
  promocao: required(60),
  nome: line(120).default(""),
  tipo: z.enum([
    "de_por",
    "a_partir",
    "fidelidade",
    "leve_pague",
    "desconto_unidade",
    "compre_ganhe",
  ]),
  codigo: required(60),
  inicio: day,
  fim: day,
  precoRegular: amount.nullable().default(null),
  precoPromocional: amount.nullable().default(null),
  leve: whole(1, 999).nullable().default(null),
  pague: whole(1, 999).nullable().default(null),
  desconto: decimal(0, 100, 2).nullable().default(null),
  codigoGanho: line(60).default(""),
  quantidadeGanha: whole(1, 999).nullable().default(null),
  frase: line(120).default(""),
});

const KIND: Record<z.output<typeof schema>["tipo"], PromotionKind> = {
  de_por: "from_to",
  a_partir: "starting_at",
  fidelidade: "loyalty",
  leve_pague: "take_pay",
  desconto_unidade: "nth_unit",
  compre_ganhe: "buy_get",
};

/** What a kind of promotion cannot do without; null when nothing is missing. */
function missingIn(data: z.output<typeof schema>): string | null {
  if (data.inicio > data.fim) return "O início da promoção é posterior ao fim.";
  switch (KIND[data.tipo]) {
    case "take_pay":
      return data.leve !== null && data.pague !== null && data.pague < data.leve
        ? null
        : "Leve e pague precisa de leve e pague, e pague menor que leve.";
    case "nth_unit":
      return data.leve !== null && data.desconto !== null
        ? null
        : "Desconto na unidade precisa de leve (qual unidade) e desconto.";
    case "buy_get":
      return data.desconto !== null && data.codigoGanho !== ""
        ? null
        : "Compre e ganhe precisa de codigoGanho e desconto.";
    default:
      if (data.precoPromocional === null || data.precoPromocional === 0)
        return "Este tipo de promoção precisa de precoPromocional maior que zero.";
      return data.precoRegular !== null && data.precoPromocional >= data.precoRegular
        ? "O preço promocional deve ser menor que o preço regular."
        : null;
  }
}

/** A promotion of one product in one branch, of `POST /api/v1/promotions` or of a CSV. */
export const promotionRecord: RecordKind = {
  label: "Promoções",
  field: "promocoes",
  columns: Object.keys(schema.shape),
  parse(record: unknown, context: InboxContext) {
    const data = readRecord(schema, record, "promocao");
    const branchId = context.branchIdByCnpj.get(data.filial) ?? refuseUnknownBranch(data.promocao);
    const missing = missingIn(data);
    if (missing) throw new DocumentRefusal("invalid_record", missing, data.promocao);
    const row: PromotionRow = {
      branchId,
      code: data.promocao,
      name: data.nome,
      kind: KIND[data.tipo],
      productCode: data.codigo,
      firstDay: data.inicio,
      lastDay: data.fim,
      regularCents: data.precoRegular,
      promotionCents: data.precoPromocional,
      takeQuantity: data.leve ?? (KIND[data.tipo] === "buy_get" ? 1 : null),
      payQuantity: data.pague,
      discountPercent: data.desconto,
      gainedProductCode: data.codigoGanho,
      gainedQuantity: data.quantidadeGanha ?? (KIND[data.tipo] === "buy_get" ? 1 : null),
      phrase: data.frase,
    };
    return { document: { type: "promotion", documentKey: data.promocao, row }, warnings: [] };
  },
};
