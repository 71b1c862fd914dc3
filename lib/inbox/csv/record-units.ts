import { cleanDocument, cleanDocumentKey } from "@/lib/core/documents.ts";
import { type InboxContext, type Reading, readingOf } from "../document.ts";
import { categoryRecord } from "../records/category-record.ts";
import { controlledRecord } from "../records/controlled-record.ts";
import { customerRecord } from "../records/customer-record.ts";
import { goalRecord } from "../records/goal-record.ts";
import { outboundRecord } from "../records/outbound-record.ts";
import { prescriptionRecord } from "../records/prescription-record.ts";
import { promotionRecord } from "../records/promotion-record.ts";
import { purchaseRecord } from "../records/purchase-record.ts";
import type { RecordKind } from "../records/record-kind.ts";
import { supplierRecord } from "../records/supplier-record.ts";
import { zoneRecord } from "../records/zone-record.ts";
import type { Unit } from "../unit.ts";
import { type Grouping, groupRows, placeOf, type RowGroup, sourceOf } from "./group-rows.ts";
import { cell, type CsvRow, dayText, numberCell, refuseDamaged } from "./read-cells.ts";
import { refuseIncomplete, type ScatteredKeys } from "./scattered-keys.ts";
import { isDayColumn, isNumberColumn } from "./survey-columns.ts";

/** More rows than any record has: a file whose key never changes must not be gathered whole in memory. */
const MAX_ROWS = 2000;

/** A layout of records: the columns by which it is known, all of which a file must have. */
export interface RecordLayout {
  kind: RecordKind;
  sign: string;
  /** The column in which its records say which one they are. */
  key: string;
  required: readonly string[];
}

/** The first whose sign is among the columns is the file's layout. */
const LAYOUTS: readonly RecordLayout[] = [
  {
    kind: controlledRecord,
    sign: "movimento",
    key: "movimento",
    required: ["cnpj_filial", "movimento", "tipo", "data"],
  },
  {
    kind: prescriptionRecord,
    sign: "prescritor",
    key: "receita",
    required: [
      "cnpj_filial",
      "receita",
      "data_receita",
      "data_venda",
      "prescritor",
      "registro_conselho",
      "uf_conselho",
    ],
  },
  {
    kind: promotionRecord,
    sign: "promocao",
    key: "promocao",
    required: ["cnpj_filial", "promocao", "tipo", "codigo", "inicio", "fim"],
  },
  {
    kind: purchaseRecord,
    sign: "cnpj_fornecedor",
    key: "chave",
    required: [
      "cnpj_filial",
      "chave",
      "nota",
      "data",
      "codigo",
      "descricao",
      "quantidade",
      "valor_unitario",
    ],
  },
  {
    kind: outboundRecord,
    sign: "destinatario",
    key: "pedido",
    required: [
      "cnpj_filial",
      "pedido",
      "numero",
      "destinatario",
      "nome_destinatario",
      "data",
      "codigo",
      "quantidade",
    ],
  },
  { kind: zoneRecord, sign: "zona", key: "zona", required: ["zona", "nome", "cnpj_filial"] },
  { kind: goalRecord, sign: "meta", key: "categoria", required: ["categoria", "meta"] },
  {
    kind: supplierRecord,
    sign: "razao_social",
    key: "codigo",
    required: ["codigo", "razao_social"],
  },
  {
    kind: categoryRecord,
    sign: "categoria_pai",
    key: "codigo",
    required: ["codigo", "nome", "categoria_pai"],
  },
  { kind: customerRecord, sign: "nome", key: "codigo", required: ["codigo", "nome"] },
];

/** The layout that a header row tells; undefined when it is one of movements or products. */
export function findRecordLayout(columns: readonly string[]): RecordLayout | undefined {
  return LAYOUTS.find(({ sign }) => columns.includes(sign) && !columns.includes("cupom"));
}

/** "valorUnitario" of the API is "valor_unitario" of the file; the branch has its own name in every file. */
const columnOf = (field: string) =>
  field === "filial"
    ? "cnpj_filial"
    : field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Columns of a layout's files. */
export function columnsOf({ kind }: Pick<RecordLayout, "kind">): string[] {
  return [...kind.columns, ...(kind.rows?.columns ?? []), ...(kind.rows ? ["filial"] : [])].map(
    columnOf,
  );
}

/** The total that, where it is given, shows by itself that no row of the record is missing. */
const TOTALS = ["total"];

/** How a layout's rows become records; null when each row is one. */
export function groupingOf({ kind, key }: RecordLayout): Grouping | null {
  if (kind.rows === undefined) return null;
  const columns = kind.columns.map(columnOf);
  return {
    identityOf: (row) => columns.map((name) => cell(row, name)).join("\u0001"),
    keyOf: (row) =>
      TOTALS.some((name) => columns.includes(name) && cell(row, name) !== "")
        ? null
        : [
            // A zone is the client's own: its rows name the branches that it has.
            columns.includes("cnpj_filial") ? cleanDocument(cell(row, "cnpj_filial")) : "",
            cell(row, "tipo"),
            cleanDocumentKey(cell(row, key)),
          ].join("/"),
    columns: ["cnpj_filial", "tipo", key],
    most: MAX_ROWS,
  };
}

/** One unit a record: consecutive rows in which every column of its own says the same. */
export async function* recordUnits(
  rows: AsyncIterable<CsvRow>,
  layout: RecordLayout,
  context: InboxContext,
  skip: number,
  scattered: ScatteredKeys,
): AsyncGenerator<Unit> {
  const grouping = groupingOf(layout);
  let position = 0;
  for await (const group of grouping ? groupRows(rows, grouping) : eachAlone(rows)) {
    position += 1;
    if (position <= skip) continue;
    yield {
      place: placeOf(group.rows),
      bytesRead: group.rows.at(-1)?.bytes ?? 0,
      source: sourceOf(group.rows),
      read: async () => [readRows(group, layout, context, grouping, scattered)],
    };
  }
}

async function* eachAlone(rows: AsyncIterable<CsvRow>): AsyncGenerator<RowGroup> {
  for await (const row of rows) yield { rows: [row], beside: null };
}

function readRows(
  group: RowGroup,
  { kind, key }: RecordLayout,
  context: InboxContext,
  grouping: Grouping | null,
  scattered: ScatteredKeys,
): Reading {
  const { rows } = group;
  const first = rows[0] as CsvRow;
  const names = columnsOf({ kind });
  const found = readingOf(() => {
    for (const row of rows) refuseDamaged(row, names);
    if (grouping) refuseIncomplete(group, scattered, grouping);
    return kind.parse(recordOf(rows, kind), context);
  });
  if (found.document !== null) return found;
  const { refusal } = found;
  return {
    ...found,
    refusal: {
      ...refusal,
      documentKey: refusal.documentKey || cell(first, key).slice(0, 120),
      reason: refusal.reason.startsWith("Linha")
        ? refusal.reason
        : `${rows.length === 1 ? `Linha ${first.line}` : `Linhas ${first.line} a ${rows.at(-1)?.line}`}: ${refusal.reason}`,
    },
  };
}

function recordOf(rows: readonly CsvRow[], kind: RecordKind): Record<string, unknown> {
  const record = fieldsOf(rows[0] as CsvRow, kind.columns);
  if (kind.rows) {
    const { field, columns } = kind.rows;
    const parts = rows.map((row) =>
      columns.length === 0 ? cell(row, "cnpj_filial") : fieldsOf(row, columns),
    );
    record[field] = parts.filter((part) =>
      typeof part === "string" ? part !== "" : Object.keys(part).length > 0,
    );
  }
  return record;
}

/** The cells that have something in them, by the record's own names. */
function fieldsOf(row: CsvRow, fields: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const column = columnOf(field);
      const text = isNumberColumn(column)
        ? numberCell(row, column)
        : isDayColumn(column)
          ? dayText(row, column)
          : cell(row, column);
      if (text === "") return [];
      // The file showed what its marks mean; as text it could be read in two ways again.
      return [[field, isNumberColumn(column) ? Number(text) : text]];
    }),
  );
}
