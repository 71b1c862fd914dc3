import { z } from "zod";
import {
  aDay,
  aFlag,
  anAmount,
  anId,
  anything,
  listOf,
  maybeAmount,
  maybeCode,
  maybeId,
  maybeNumber,
  readShape,
  someText,
} from "../wire/tolerant-shapes.ts";
import { foldText } from "../rules/fold-text.ts";
import { readRows } from "../wire/read-rows.ts";
import type { CvClient } from "./open-cv.ts";

const instalment = z
  .object({
    vencimento: aDay,
    valor: anAmount,
    valor_liquido: maybeAmount,
    valor_com_juros: maybeAmount,
  })
  .transform((read) => ({
    dueDay: read.vencimento,
    amount: read.valor,
    netAmount: read.valor_liquido,
    amountWithInterest: read.valor_com_juros,
  }));

const condition = z
  .object({
    idserie: maybeId,
    idserie_int: maybeCode,
    serie: someText,
    sigla: someText,
    valor_total: maybeAmount,
    quantidade_parcelas: anything,
    tipo_juros: someText,
    tipo_juros_descricao: someText,
    juros_condicao: anything,
    juros_futuro: maybeNumber,
    portador: anything,
    tipo: someText,
    correcao: aFlag,
    retirar_comissao: aFlag,
    indexador: someText,
    parcelas: listOf(instalment),
  })
  .transform((read) => ({
    seriesId: read.idserie,
    seriesCode: read.idserie_int,
    name: read.serie,
    initials: read.sigla,
    total: read.valor_total,
    count: maybeNumber.parse(read.quantidade_parcelas) ?? read.parcelas.length,
    /** What its instalments bear, in CV's words; "" = nothing. */
    interest: describeInterest([
      read.tipo_juros === "TP" ? read.tipo_juros_descricao || "Tabela Price" : read.tipo_juros,
      ...listWords(read.juros_condicao),
      read.juros_futuro ? `juros futuros de ${read.juros_futuro.toLocaleString("pt-BR")}` : "",
    ]),
    /** The bearer ("portador") of its bills; "" = none. */
    bearer: listWords(read.portador)[0] ?? "",
    fixed: read.tipo === "F",
    corrected: read.correcao,
    holdsCommission: read.retirar_comissao,
    indexer: read.indexador,
    instalments: read.parcelas,
  }));

const NO_INTEREST: ReadonlySet<string> = new Set(["", "sj", "nc", "sem juros", "nao", "n"]);

/** Those of CV's words and letters that do not say "none", each once. */
const describeInterest = (words: readonly string[]) =>
  [...new Set(words.filter((word) => !NO_INTEREST.has(foldText(word))))].join(", ");

/** Texts wherever PHP put them: one, a list, or the names of objects. */
function listWords(value: unknown): string[] {
  if (typeof value === "string") return value.trim() === "" ? [] : [value.trim()];
  if (Array.isArray(value)) return value.flatMap(listWords);
  if (value && typeof value === "object")
    return "nome" in value ? listWords(value.nome) : Object.values(value).flatMap(listWords);
  return [];
}

const shape = z
  .object({
    idreserva: anId,
    idreserva_int: maybeCode,
    valor_total_contrato: anAmount,
    valor_total_com_juros: maybeAmount,
    valor_liquido: maybeAmount,
    condicao: listOf(condition),
  })
  .transform((read) => ({
    reservationId: read.idreserva,
    code: read.idreserva_int,
    contractAmount: read.valor_total_contrato,
    amountWithInterest: read.valor_total_com_juros,
    netAmount: read.valor_liquido,
    series: read.condicao,
  }));

/** The payment conditions of a reservation, instalment by instalment. */
export type Conditions = z.output<typeof shape>;
export type ConditionSeries = Conditions["series"][number];

/**
 * Reads them; null when CV has none for this reservation. Unlike the reservation itself this answer
 * shows our code (`idreserva_int`).
 */
export async function readConditions(cv: CvClient, id: number): Promise<Conditions | null> {
  const body = await cv.call({
    method: "GET",
    path: "/api/v1/comercial/reservas/condicao-pagamentos",
    query: { idreserva: id },
    missing: [400, 404],
  });
  const rows = readRows(body);
  const row =
    rows.find((one) => Number((one as { idreserva?: unknown })?.idreserva) === id) ??
    rows[0] ??
    (body && typeof body === "object" && "condicao" in body ? body : null);
  if (!row) return null;
  return readShape(
    shape,
    { idreserva: id, ...(row as object) },
    `CV ${cv.label}, condições da reserva ${id}`,
  );
}
