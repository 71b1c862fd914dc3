import { Temporal } from "temporal-polyfill";
import { cleanDocument, cleanDocumentKey, isAccessKey, isCpf } from "@/lib/core/documents.ts";
import { formatReais, roundCents } from "@/lib/core/money.ts";
import { parseDay } from "@/lib/core/period.ts";
import type { SaleLine, SalePayment } from "@/lib/core/movement.ts";
import {
  DocumentRefusal,
  type Finding,
  type InboxContext,
  type InboxDocument,
  type Reading,
  readingOf,
} from "../document.ts";
import type { Unit } from "../unit.ts";
import { type Grouping, groupRows, placeOf, type RowGroup, sourceOf } from "./group-rows.ts";
import {
  branchCell,
  cell,
  centsCell,
  checkEan,
  codeCell,
  type CsvRow,
  dayCell,
  descriptionCell,
  flagCell,
  quantityCell,
  refuseCell,
  refuseDamaged,
  requiredCell,
  textCell,
  unitAmountCell,
} from "./read-cells.ts";
import { kindOf, programOf } from "./sale-words.ts";
import { refuseIncomplete, type ScatteredKeys } from "./scattered-keys.ts";
import { paymentCell } from "./payment-cell.ts";

/** More lines than any receipt has. */
const MAX_LINES = 5000;
/** Texts that tell a receipt from others, or are kept as they are. */
const MOST_LETTERS = {
  chave: 120,
  chave_original: 120,
  cupom: 60,
  caixa: 5,
  serie: 10,
  modelo: 2,
  canal: 20,
  vendedor: 20,
  unidade: 6,
  lote: 20,
  receita: 60,
};
/** Columns of a file of receipts. */
export const SALE_FILE: readonly string[] = [
  ..."cnpj_filial data hora cupom caixa serie modelo tipo chave chave_original codigo ean".split(
    " ",
  ),
  ..."descricao quantidade valor_unitario desconto acrescimo valor_liquido total_cupom".split(" "),
  ..."forma_pagamento ncm cfop unidade registro_ms lote oferta cliente canal custo".split(" "),
  ..."vendedor programa receita nsu autorizacao bandeira adquirente parcelas terminal".split(" "),
  ..."data_cancelamento hora_cancelamento".split(" "),
];

/** How the rows of receipts become documents. */
export const SALE_GROUPING: Grouping = {
  identityOf: (row) => `${keyOf(row)}\u0001${IDENTITY.map((read) => read(row)).join("\u0001")}`,
  keyOf: (row) =>
    kindWord(row) === "cancelamento" || cell(row, "total_cupom") !== ""
      ? null
      : `${cleanDocument(cell(row, "cnpj_filial"))}/${kindWord(row)}/${keyOf(row)}`,
  columns: ["cnpj_filial", "data", "cupom", "caixa", "serie", "tipo", "chave"],
  most: MAX_LINES,
};

const withoutZeros = (text: string) => (/^\d+$/.test(text) ? text.replace(/^0+(?=\d)/, "") : text);
const kindWord = (row: CsvRow) => {
  const word = cell(row, "tipo").toLowerCase().replace("ç", "c").replace("ã", "a");
  return word === "" ? "venda" : word;
};
/** What tells one receipt from the next, by value: a till 01 is till 1, whatever wrote it. */
const IDENTITY: ((row: CsvRow) => string)[] = [
  (row) => cleanDocument(cell(row, "cnpj_filial")),
  dayOfKey,
  (row) => withoutZeros(cell(row, "serie")) || "-",
  (row) => withoutZeros(cell(row, "caixa")) || "1",
  (row) => withoutZeros(cell(row, "cupom")),
  kindWord,
];

/** dd/mm/aaaa, as in the keys of what arrived before dates were compared by value. */
function dayOfKey(row: CsvRow): string {
  const day = parseDay(cell(row, "data"));
  return day === null ? cell(row, "data") : day.split("-").reverse().join("/");
}

/** The key that the ERP gave, or one made of branch, day, series, till and number. */
function keyOf(row: CsvRow): string {
  return (
    cleanDocumentKey(cell(row, "chave")) ||
    ["csv", ...IDENTITY.slice(0, 5).map((read) => read(row))].join(":")
  );
}

/** One unit a document: consecutive rows of the same branch, day, till, number and kind. */
export async function* saleUnits(
  rows: AsyncIterable<CsvRow>,
  context: InboxContext,
  skip: number,
  scattered: ScatteredKeys,
): AsyncGenerator<Unit> {
  let position = 0;
  for await (const group of groupRows(rows, SALE_GROUPING)) {
    position += 1;
    if (position <= skip) continue;
    yield {
      place: placeOf(group.rows),
      bytesRead: group.rows.at(-1)?.bytes ?? 0,
      source: sourceOf(group.rows),
      read: async () => [readDocument(group, context, scattered)],
    };
  }
}

function readDocument(group: RowGroup, context: InboxContext, scattered: ScatteredKeys): Reading {
  const { rows } = group;
  const documentKey = keyOf(rows[0] as CsvRow);
  const reading = readingOf(() => {
    for (const row of rows) refuseDamaged(row, SALE_FILE);
    refuseIncomplete(group, scattered, SALE_GROUPING);
    return parseDocument(rows, documentKey, context);
  });
  if (reading.document === null)
    return {
      ...reading,
      refusal: { ...reading.refusal, documentKey: documentKey.slice(0, 120) },
    };
  return { ...reading, warnings: reading.warnings.map((warning) => ({ ...warning, documentKey })) };
}

function parseDocument(
  rows: readonly CsvRow[],
  documentKey: string,
  context: InboxContext,
): { document: InboxDocument; warnings: Finding[] } {
  const first = rows[0] as CsvRow;
  if (rows.length >= MAX_LINES)
    refuseCell(first, "too_large", `o documento passa de ${MAX_LINES} linhas.`);
  for (const [name, most] of Object.entries(MOST_LETTERS))
    for (const row of rows) textCell(row, name, most);
  const branchId = branchCell(first, context);
  const key =
    /^\d{6}[0-9A-Z]{12}\d{26}$/.test(documentKey) && !isAccessKey(documentKey)
      ? refuseCell(
          first,
          "wrong_check_digit",
          "o dígito verificador da chave de acesso está errado.",
        )
      : documentKey;
  const day = dayCell(first, "data");
  const soldAt = instantOf(first, day, context.timeZone);
  const kind = kindOf(first);
  if (soldAt.getTime() > context.now.getTime() + 36 * 3_600_000)
    refuseCell(first, "future", "a data do documento está no futuro.");
  if (kind === "cancellation")
    return {
      document: {
        type: "cancellation",
        documentKey: cleanDocumentKey(cell(first, "chave_original")) || key,
        branchId,
        protocol: "",
        cancelledAt: cancelledAt(first, soldAt, context.timeZone),
        awaited: "own",
        dayTold: cell(first, "data_cancelamento") !== "",
      },
      warnings: [],
    };

  const warnings: Finding[] = [];
  const lines = rows.map((row, index) => readLine(row, index + 1, warnings));
  const sum = (value: (line: SaleLine) => number) =>
    lines.reduce((all, line) => all + value(line), 0);
  const netCents = sum((line) => line.netCents);
  const totalCents = centsCell(first, "total_cupom", netCents);
  if (totalCents !== netCents)
    throw new DocumentRefusal(
      "lines_do_not_sum",
      `A soma das linhas do cupom (${formatReais(netCents)}) é diferente do total informado (${formatReais(totalCents)}).`,
    );
  const payments: SalePayment[] = paymentCell(first, totalCents);
  return {
    document: {
      type: "sale",
      kind,
      branchId,
      documentKey: key,
      originalKey: kind === "return" ? cleanDocumentKey(cell(first, "chave_original")) : "",
      model: cell(first, "modelo") || "65",
      series: cell(first, "serie"),
      number: requiredCell(first, "cupom", 60),
      register: cell(first, "caixa") || "1",
      soldAt,
      customerDocument: customerCell(first, warnings),
      grossCents: sum((line) => line.grossCents),
      discountCents: sum((line) => line.discountCents),
      surchargeCents: sum((line) => line.surchargeCents),
      totalCents,
      channel: cell(first, "canal") || "store",
      sellerCode: cell(first, "vendedor"),
      program: programOf(first),
      lines,
      payments,
    },
    warnings,
  };
}

/** Whose sale it is: a CPF without its zeros is nobody's, and codes of customers look like one by chance. */
function customerCell(row: CsvRow, warnings: Finding[]): string {
  const document = cleanDocument(codeCell(row, "cliente", 14));
  if (/^\d{8,10}$/.test(document) && isCpf(document.padStart(11, "0")))
    warnings.push({
      documentKey: "",
      code: "spreadsheet_damage",
      reason: `Linha ${row.line}: a coluna cliente traz um CPF sem os zeros do começo, como uma planilha o grava. O documento foi aceito, mas nenhum parceiro reconhece o cliente. Formate a coluna como texto antes de abrir o arquivo na planilha.`,
    });
  return document;
}

function readLine(row: CsvRow, lineNumber: number, warnings: Finding[]): SaleLine {
  const quantity = quantityCell(row, "quantidade");
  const unitAmount = unitAmountCell(row, "valor_unitario") ?? 0;
  const grossCents = roundCents(quantity * unitAmount);
  let discountCents = centsCell(row, "desconto", 0);
  let surchargeCents = centsCell(row, "acrescimo", 0);
  const computed = grossCents - discountCents + surchargeCents;
  const netCents = centsCell(row, "valor_liquido", computed);
  // Sources round quantity × price in their own way: one cent either way is theirs, more is a mistake.
  if (Math.abs(netCents - computed) > 1)
    refuseCell(
      row,
      "line_does_not_sum",
      `quantidade × valor unitário − desconto + acréscimo dá ${formatReais(computed)}, mas o valor líquido é ${formatReais(netCents)}.`,
    );
  if (netCents > computed) surchargeCents += 1;
  if (netCents < computed) discountCents += 1;
  const cost = unitAmountCell(row, "custo");
  if (netCents < 0) refuseCell(row, "invalid_value", "o desconto é maior do que o valor da linha.");
  return {
    lineNumber,
    productCode: requiredCell(row, "codigo", 60),
    ean: checkEan(cell(row, "ean"), row, warnings),
    description: descriptionCell(row, warnings),
    ncm: codeCell(row, "ncm", 8),
    cfop: codeCell(row, "cfop", 4),
    unit: cell(row, "unidade") || "UN",
    quantity,
    unitPriceCents: roundCents(unitAmount),
    grossCents,
    discountCents,
    surchargeCents,
    netCents,
    msRegistration: codeCell(row, "registro_ms", 13),
    lot: cell(row, "lote"),
    costCents: cost === null ? null : roundCents(cost),
    onOffer: flagCell(row, "oferta"),
    prescriptionKey: cell(row, "receita"),
  };
}

function instantOf(row: CsvRow, day: string, timeZone: string, column = "hora"): Date {
  const time = cell(row, column) || "12:00:00";
  const match = /^([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/.exec(time);
  if (!match)
    refuseCell(row, "invalid_value", `a coluna ${column} não traz uma hora válida (use hh:mm:ss).`);
  const [, hour = "0", minute = "0", second = "0"] = match;
  const local = Temporal.PlainDate.from(day).toPlainDateTime({
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
  });
  return new Date(local.toZonedDateTime(timeZone).epochMilliseconds);
}

function cancelledAt(row: CsvRow, soldAt: Date, timeZone: string): Date {
  if (cell(row, "data_cancelamento") === "") return soldAt;
  return instantOf(row, dayCell(row, "data_cancelamento"), timeZone, "hora_cancelamento");
}
