import { parseCents } from "@/lib/core/money.ts";
import { addDays, type Day, formatDay, isDay } from "@/lib/core/period.ts";
import { STALE_AFTER_DAYS } from "@/lib/core/price-verdict.ts";
import type { Collected } from "../define.ts";
import type { Zones } from "./zones.ts";

type Suggestion = Extract<Collected, { type: "suggestion" }>;

/** What a suggestion is judged by. */
export interface Judgement {
  today: Day;
  zones: Zones;
  /** Code of every product → its EANs. */
  products: ReadonlyMap<string, readonly string[]>;
}

const refuse = (code: string, message: string) => ({ refused: { code, message } });

/** A row of the partner's file as a suggestion, or why it is none. */
export function readSuggestion(
  row: Readonly<Record<string, string>>,
  { today, zones, products }: Judgement,
): { suggestion: Suggestion } | { refused: { code: string; message: string } } {
  const { data = "", zona = "", cd = "", ean = "", motivo = "", validade = "" } = row;
  if (!isDay(data))
    return refuse(
      "DATA_INVALIDA",
      `A data “${data.slice(0, 20)}” não é um dia na forma de “Formato da data”, nas Configurações.`,
    );
  if (data < addDays(today, -STALE_AFTER_DAYS))
    return refuse(
      "SUGESTAO_ANTIGA",
      `A sugestão é de ${formatDay(data)}, há mais de ${STALE_AFTER_DAYS} dias: o mercado já é outro. Peça à Proffer um retorno novo.`,
    );
  if (data > addDays(today, 1))
    return refuse("DATA_FUTURA", `A sugestão é de ${formatDay(data)}, que ainda não chegou.`);
  const zone = zones.find(zona);
  if (!zone)
    return refuse(
      "ZONA_DESCONHECIDA",
      `A zona de preço “${zona.slice(0, 40)}” não existe no Enlace. Cadastre-a ou ligue-a em “Zonas de preço”, nas Configurações.`,
    );
  const eans = products.get(cd);
  if (!eans)
    return refuse("PRODUTO_DESCONHECIDO", `O produto “${cd.slice(0, 40)}” não está no cadastro.`);
  if (ean !== "" && eans.length > 0 && !eans.includes(ean))
    return refuse(
      "EAN_DIVERGENTE",
      `O EAN ${ean.slice(0, 14)} não é do produto ${cd.slice(0, 40)}.`,
    );
  const price = parseCents(row.preco_sugerido ?? "");
  if (price === null || price <= 0)
    return refuse(
      "PRECO_INVALIDO",
      `O preço sugerido “${(row.preco_sugerido ?? "").slice(0, 20)}” não é um valor acima de zero.`,
    );
  const [lowest, highest] = [readLimit(row.preco_minimo), readLimit(row.preco_maximo)];
  if (lowest === undefined || highest === undefined)
    return refuse("LIMITE_INVALIDO", "O preço mínimo ou máximo não é um valor.");
  if ((lowest !== null && price < lowest) || (highest !== null && price > highest))
    return refuse(
      "FORA_DA_FAIXA",
      "O preço sugerido está fora da faixa que a própria Proffer informa.",
    );
  if (validade !== "" && !isDay(validade))
    return refuse(
      "VALIDADE_INVALIDA",
      `A validade “${validade.slice(0, 20)}” não é um dia na forma de “Formato da data”, nas Configurações.`,
    );
  if (validade !== "" && validade < today)
    return refuse("VENCIDA", `A sugestão venceu em ${formatDay(validade)}.`);
  return {
    suggestion: {
      type: "suggestion",
      returnedOn: data,
      zoneCode: zone.code,
      productCode: cd,
      ean,
      suggestedCents: price,
      lowestCents: lowest,
      highestCents: highest,
      reason: motivo.slice(0, 300),
      validTo: validade || null,
    },
  };
}

/** null when the partner gives none; undefined when what it gives is no amount. */
function readLimit(text: string | undefined): number | null | undefined {
  if (!text) return null;
  return parseCents(text) ?? undefined;
}
