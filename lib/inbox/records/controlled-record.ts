import { z } from "zod";
import {
  type ControlledKind,
  type ControlledLine,
  type ControlledSubstance,
  isCompounded,
  KINDS_OF,
  takenBy,
} from "@/lib/core/controlled.ts";
import { cnpj, decimal, line, required } from "../api/fields.ts";
import {
  type ControlledRow,
  DocumentRefusal,
  type InboxContext,
  refuseUnknownBranch,
} from "../document.ts";
import { code, day, documentNumber, readRecord } from "./record-fields.ts";
import type { RecordKind } from "./record-kind.ts";

const LEAST = 0.000001;
const MOST = 999_999.999999;
const weight = (most: number) => decimal(LEAST, most, 6).nullable().default(null);

const item = z.strictObject({
  codigo: line(60).default(""),
  classe: code(1).default(""),
  registro: required(14),
  lote: required(20),
  validade: day.nullable().default(null),
  quantidade: weight(MOST),
  unidade: code(1)
    .transform((text) => text || "1")
    .pipe(z.enum(["1", "2", "3"]))
    .default("1"),
  usoProlongado: z.enum(["S", "N", ""]).default(""),
  cnpjFornecedor: documentNumber.default(""),
  insumoPorUnidade: weight(MOST),
  unidadeFarmacotecnica: code(1).default(""),
  unidadesVendidas: weight(9_999.999999),
  insumoObtido: weight(MOST),
  unidadeInsumo: code(1).default(""),
});
type Item = z.output<typeof item>;

const UNDOABLE = {
  inventario: "inventory",
  entrada: "entry",
  venda: "sale",
  transferencia: "transfer",
  perda: "loss",
  transformacao: "transformation",
} as const satisfies Record<string, ControlledKind>;
const KIND = { ...UNDOABLE, cancelamento: "cancellation" } as const satisfies Record<
  string,
  ControlledKind
>;
const SUBSTANCE = {
  medicamento: "medicine",
  insumo: "ingredient",
  transformado: "transformed",
} as const satisfies Record<string, ControlledSubstance>;
const namesOf = <Name extends string>(names: Record<Name, string>) =>
  Object.keys(names) as [Name, ...Name[]];

const schema = z.strictObject({
  filial: cnpj,
  movimento: required(60),
  tipo: z.enum(namesOf(KIND)),
  substancia: z.enum(namesOf(SUBSTANCE)).default("medicamento"),
  data: day,
  receita: line(60).default(""),
  nota: line(9).default(""),
  tipoNota: code(1).default(""),
  dataNota: day.nullable().default(null),
  cnpjOrigem: documentNumber.default(""),
  cnpjDestino: documentNumber.default(""),
  motivo: code(2).default(""),
  movimentoOriginal: line(60).default(""),
  tipoOriginal: z.enum(["", ...namesOf(UNDOABLE)]).default(""),
  itens: z.array(item).max(2000).default([]),
});
type Movement = z.output<typeof schema>;

const { itens: _items, ...head } = schema.shape;

/** A movement of controlled products of `POST /api/v1/controlled` or of a CSV. */
export const controlledRecord: RecordKind = {
  label: "Controlados",
  field: "controlados",
  columns: Object.keys(head),
  rows: { field: "itens", columns: Object.keys(item.shape) },
  parse(record: unknown, context: InboxContext) {
    const data = readRecord(schema, record, "movimento");
    const branchId = context.branchIdByCnpj.get(data.filial) ?? refuseUnknownBranch(data.movimento);
    if (Date.parse(`${data.data}T00:00:00Z`) > context.now.getTime() + 36 * 3_600_000)
      throw new DocumentRefusal("future", "A data do movimento está no futuro.", data.movimento);
    const [kind, substance] = [KIND[data.tipo], SUBSTANCE[data.substancia]];
    const wrong = findWrong(data, kind, substance);
    if (wrong) throw new DocumentRefusal("invalid_record", wrong, data.movimento);
    const row: ControlledRow = {
      branchId,
      key: data.movimento,
      kind,
      substance,
      day: data.data,
      originalKey: data.movimentoOriginal,
      originalKind: data.tipoOriginal === "" ? "" : UNDOABLE[data.tipoOriginal],
      prescriptionKey: data.receita,
      invoiceNumber: data.nota,
      invoiceOperation: data.tipoNota || (kind === "transfer" ? "2" : kind === "entry" ? "1" : ""),
      invoiceIssuedOn: data.dataNota,
      originCnpj: data.cnpjOrigem,
      destinationCnpj: data.cnpjDestino,
      lossReason: data.motivo,
      lines: data.itens.map(toLine),
    };
    return { document: { type: "controlled", documentKey: data.movimento, row }, warnings: [] };
  },
};

function toLine(one: Item, index: number): ControlledLine {
  const {
    insumoPorUnidade: amountEach,
    unidadesVendidas: dosages,
    insumoObtido: yieldQuantity,
  } = one;
  return {
    lineNumber: index + 1,
    productCode: one.codigo,
    therapeuticClass: one.classe,
    registration: one.registro,
    lot: one.lote,
    expiresOn: one.validade,
    quantity: takenFrom(one),
    unit: one.unidade,
    prolongedUse: one.usoProlongado,
    supplierCnpj: one.cnpjFornecedor,
    amountEach,
    dosageUnit: one.unidadeFarmacotecnica,
    dosages,
    yieldQuantity,
    yieldUnit: one.unidadeInsumo,
  };
}

/** What an item takes from its lot; 0 where it does not say. */
const takenFrom = ({ quantidade, insumoPorUnidade, unidadesVendidas }: Item) =>
  insumoPorUnidade !== null && unidadesVendidas !== null
    ? takenBy(insumoPorUnidade, unidadesVendidas)
    : (quantidade ?? 0);

/** The first thing that is wrong with a movement as a sentence; null when nothing is. */
function findWrong(
  data: Movement,
  kind: ControlledKind,
  substance: ControlledSubstance,
): string | null {
  if (kind === "cancellation" && data.movimentoOriginal === "")
    return "Um cancelamento precisa do campo movimentoOriginal.";
  if (kind !== "cancellation" && data.tipoOriginal !== "")
    return "O campo tipoOriginal é só de um cancelamento: o tipo do movimento desfeito.";
  if (kind !== "cancellation" && !KINDS_OF[substance].includes(kind)) {
    return substance === "transformed"
      ? "Um medicamento transformado só pode ter venda ou perda: ele entra no livro pela transformação."
      : "Só um medicamento pode ser transformado: a transformação tem a substância medicamento.";
  }
  if (kind !== "inventory" && kind !== "cancellation" && data.itens.length === 0)
    return "O movimento não tem itens.";
  if (kind === "sale" && data.receita === "") return "Uma venda precisa do campo receita.";
  if (kind === "loss" && !/^([1-9]|10)$/.test(data.motivo))
    return "Uma perda precisa do campo motivo, de 1 a 10.";
  if (
    (kind === "entry" || kind === "transfer") &&
    (data.nota === "" ||
      data.dataNota === null ||
      data.cnpjOrigem === "" ||
      data.cnpjDestino === "")
  )
    return "Entradas e transferências precisam de nota, dataNota, cnpjOrigem e cnpjDestino.";
  if (
    (kind === "entry" || kind === "inventory") &&
    data.itens.some(({ classe }) => classe !== "1" && classe !== "2")
  )
    return "Cada item de uma entrada ou de um inventário precisa da classe: 1 (antimicrobiano) ou 2 (controle especial).";
  for (const one of data.itens) {
    const reason = findWrongItem(one, kind, substance);
    if (reason) return `O item do lote ${one.lote} ${reason}`;
  }
  return null;
}

function findWrongItem(
  one: Item,
  kind: ControlledKind,
  substance: ControlledSubstance,
): string | null {
  if (
    substance === "ingredient" ? !/^\d{5}$/.test(one.registro) : !/^1\d{12,13}$/.test(one.registro)
  )
    return substance === "ingredient"
      ? "precisa do código DCB do insumo, com 5 dígitos."
      : "precisa do registro MS (13 ou 14 dígitos, começando por 1).";
  // A cancellation may repeat the items of what it undoes.
  const repeats = kind === "cancellation";
  const dosed =
    one.insumoPorUnidade !== null &&
    one.unidadesVendidas !== null &&
    /^[1-4]$/.test(one.unidadeFarmacotecnica);
  const compounded = isCompounded({ kind, substance }) || (repeats && dosed);
  if (compounded && !dosed)
    return "precisa de insumoPorUnidade, unidadeFarmacotecnica (1 g, 2 cápsula, 3 comprimido, 4 mL) e unidadesVendidas.";
  if (
    !compounded &&
    (one.insumoPorUnidade !== null ||
      one.unidadesVendidas !== null ||
      one.unidadeFarmacotecnica !== "")
  )
    return "tem insumoPorUnidade, unidadeFarmacotecnica ou unidadesVendidas, que são só da venda de um insumo ou de um medicamento transformado.";
  const taken = takenFrom(one);
  if (compounded && one.quantidade !== null && one.quantidade !== taken)
    return `diz a quantidade ${one.quantidade}, mas insumoPorUnidade vezes unidadesVendidas são ${taken}.`;
  if (taken < LEAST || taken > MOST)
    return compounded
      ? "tira do lote menos de 0,000001 ou mais de 999.999,999999."
      : "precisa da quantidade.";
  if (substance === "medicine" && !Number.isInteger(taken))
    return "precisa de uma quantidade inteira.";
  const yields = one.insumoObtido !== null && /^[123]$/.test(one.unidadeInsumo);
  if (kind === "transformation" && !yields)
    return "precisa de insumoObtido e unidadeInsumo (1 g, 2 mL, 3 unidade): o que as caixas deram.";
  if (
    kind !== "transformation" &&
    !(repeats && yields) &&
    (one.insumoObtido !== null || one.unidadeInsumo !== "")
  )
    return "tem insumoObtido ou unidadeInsumo, que são só da transformação.";
  return null;
}
