import type { PriceChange } from "@/db/queries/prices/price-changes.ts";
import { formatDecimal } from "@/lib/core/money.ts";
import { dayInZone } from "@/lib/core/period.ts";

const reais = (cents: number | null) => (cents === null ? null : formatDecimal(cents));

/** A price change as the API writes it (docs/api.md). */
export function formatPriceChange(change: PriceChange, timeZone: string) {
  return {
    numero: change.number,
    tipo: change.kind === "applied" ? "aplicacao" : "desfeita",
    aplicacao: change.applicationId,
    filial: change.cnpj,
    codigoFilial: change.branchCode,
    codigo: change.productCode,
    precoAnterior: reais(change.previousCents),
    preco: reais(change.newCents),
    valeDesde: dayInZone(change.at, timeZone),
    vigente: change.current,
    zona: change.zoneCode,
    nomeZona: change.zoneName,
    por: change.personName,
    em: change.at.toISOString(),
  };
}
