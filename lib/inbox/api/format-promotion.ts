import type { PromotionChange } from "@/db/queries/prices/partner-promotions.ts";
import { formatDecimal } from "@/lib/core/money.ts";
import type { PromotionItem, PromotionMechanic } from "@/lib/core/partner-promotion.ts";
import type { Day } from "@/lib/core/period.ts";

const MECHANIC: Readonly<Record<PromotionMechanic, string>> = {
  take_pay: "leve_pague",
  fixed_price: "preco_fixo",
  pack: "pacote",
  percent_off: "desconto_percentual",
  amount_off: "desconto_valor",
  other_percent_off: "desconto_em_outro",
  gift: "brinde",
  other: "outra",
};

const reais = (cents: number | null) => (cents === null ? null : formatDecimal(cents));
const items = (all: readonly PromotionItem[]) =>
  all.map(({ quantity, products }) => ({
    quantidade: quantity,
    produtos: products.map(({ ean, code, name }) => ({ ean, codigo: code, nome: name })),
  }));

/** How a promotion stands: what the partner took back is withdrawn even on days it was meant for. */
function situationOf({ withdrawnAt, validFrom, validTo }: PromotionChange, today: Day): string {
  if (withdrawnAt !== null) return "retirada";
  if (validTo !== null && validTo < today) return "vencida";
  return validFrom !== null && validFrom > today ? "futura" : "vigente";
}

/** A partner's promotion as the API writes it (docs/api.md): in one shape for all partners, and as it came. */
export function formatPromotion(row: PromotionChange, today: Day) {
  const { promotion } = row;
  return {
    numero: row.number,
    parceiro: row.partner,
    integracao: row.integrationId,
    idParceiro: row.partnerId,
    filial: row.cnpj,
    codigoFilial: row.branchCode,
    situacao: situationOf(row, today),
    titulo: row.title,
    descricao: promotion.description,
    patrocinador: promotion.sponsor,
    inicio: row.validFrom,
    fim: row.validTo,
    retiradaEm: row.withdrawnAt?.toISOString() ?? null,
    alteradaEm: row.changedAt?.toISOString() ?? null,
    mecanica: MECHANIC[promotion.mechanic],
    condicoes: items(promotion.conditions),
    beneficios: items(promotion.benefits),
    preco: reais(promotion.priceCents),
    descontoPercentual: promotion.discountPercent,
    descontoValor: reais(promotion.discountCents),
    paga: promotion.payQuantity,
    pagamentos: promotion.payments.map(({ code, name, bins }) => ({
      codigo: code,
      nome: name,
      bins,
    })),
    limitePorCupom: promotion.limitPerReceipt,
    limitePorCliente: promotion.limitPerCustomer,
    valorMinimo: reais(promotion.minimumCents),
    identificacao: promotion.identified,
    ativacao: promotion.activation,
    original: row.data,
  };
}
