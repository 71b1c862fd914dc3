import { type InboxContext, type Reading, readingOf } from "../document.ts";
import { controlledRecord } from "../records/controlled-record.ts";
import { customerRecord } from "../records/customer-record.ts";
import { goalRecord } from "../records/goal-record.ts";
import { outboundRecord } from "../records/outbound-record.ts";
import { prescriptionRecord } from "../records/prescription-record.ts";
import { promotionRecord } from "../records/promotion-record.ts";
import { purchaseRecord } from "../records/purchase-record.ts";
import type { RecordKind } from "../records/record-kind.ts";
import { zoneRecord } from "../records/zone-record.ts";
import type { Unit } from "../unit.ts";
import { cell, type CsvRow } from "./read-cells.ts";

/** More rows than any record has: a file whose key never changes must not be gathered whole in memory. */
const MAX_ROWS = 2000;

/** A layout of records: the columns by which it is known, all of which a file must have. */
interface RecordLayout {
  kind: RecordKind;
  sign: string;
  required: readonly string[];
}

/** The first whose sign is among the columns is the file's layout. */
const LAYOUTS: readonly RecordLayout[] = [
  {
    kind: controlledRecord,
    sign: "movimento",
    required: ["cnpj_filial", "movimento", "tipo", "data"],
  },
  {
    kind: prescriptionRecord,
    sign: "prescritor",
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
    required: ["cnpj_filial", "promocao", "tipo", "codigo", "inicio", "fim"],
  },
  {
    kind: purchaseRecord,
    sign: "cnpj_fornecedor",
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
  { kind: zoneRecord, sign: "zona", required: ["zona", "nome", "cnpj_filial"] },
  { kind: goalRecord, sign: "meta", required: ["categoria", "meta"] },
  { kind: customerRecord, sign: "nome", required: ["codigo", "nome"] },
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

/** One unit a record: consecutive rows in which every column of its own says the same. */
export async function* recordUnits(
  rows: AsyncIterable<CsvRow>,
  layout: RecordLayout,
  context: InboxContext,
  skip: number,
): AsyncGenerator<Unit> {
  const { kind } = layout;
  let open: CsvRow[] = [];
  let identity = "";
  let position = 0;
  const close = (): Unit | null => {
    const gathered = open;
    open = [];
    const [first, last] = [gathered[0], gathered.at(-1)];
    if (!first || !last) return null;
    position += 1;
    const place = first === last ? `linha ${first.line}` : `linhas ${first.line} a ${last.line}`;
    return position <= skip
      ? null
      : { place, bytesRead: last.bytes, read: async () => [readRows(gathered, kind, context)] };
  };
  for await (const row of rows) {
    const next = kind.columns.map((field) => cell(row, columnOf(field))).join("\u0001");
    if (kind.rows === undefined || next !== identity || open.length >= MAX_ROWS) {
      const unit = close();
      if (unit) yield unit;
      identity = next;
    }
    open.push(row);
  }
  const unit = close();
  if (unit) yield unit;
}

function readRows(rows: readonly CsvRow[], kind: RecordKind, context: InboxContext): Reading {
  const first = rows[0] as CsvRow;
  const wide = rows.find(({ wrongWidth }) => wrongWidth);
  if (wide)
    return {
      document: null,
      warnings: [],
      refusal: {
        documentKey: "",
        code: "wrong_width",
        reason: `Linha ${wide.line}: há mais colunas do que nomes na primeira linha. Um texto com ponto e vírgula precisa de aspas.`,
      },
    };
  const record = fieldsOf(first, kind.columns);
  if (kind.rows) {
    const { field, columns } = kind.rows;
    const parts = rows.map((row) =>
      columns.length === 0 ? cell(row, "cnpj_filial") : fieldsOf(row, columns),
    );
    record[field] = parts.filter((part) =>
      typeof part === "string" ? part !== "" : Object.keys(part).length > 0,
    );
  }
  const reading = readingOf(() => kind.parse(record, context));
  if (reading.document !== null) return reading;
  return {
    ...reading,
    refusal: {
      ...reading.refusal,
      reason: `${rows.length === 1 ? `Linha ${first.line}` : `Linhas ${first.line} a ${rows.at(-1)?.line}`}: ${reading.refusal.reason}`,
    },
  };
}

/** The cells that have something in them, by the record's own names. */
function fieldsOf(row: CsvRow, fields: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const text = cell(row, columnOf(field));
      return text === "" ? [] : [[field, text]];
    }),
  );
}
