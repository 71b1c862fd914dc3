import type { Day } from "@/lib/core/period.ts";
import { toPlainText } from "../formats/plain-text.ts";
import type { DateFormat, Layout, LayoutField, NumberFormat } from "./layout.ts";

/**
 * What one row is about: a product sold in a store on a day. Money in cents; stock is null when it
 * is not known for that day.
 */
export interface DemandRow {
  cd_emp_ims: string;
  codigo_loja: string;
  cnpj: string;
  uf: string;
  data: Day;
  ean: string;
  codigo_produto: string;
  descricao: string;
  fabricante: string;
  registro_ms: string;
  quantidade: number;
  valorCents: number;
  estoque: number | null;
}

/** A value that its field cannot hold: a shorter number would be another number. */
export class FieldTooShort extends Error {
  readonly field: LayoutField;
  constructor(field: LayoutField) {
    super(`${field.title} is too short`);
    this.field = field;
  }
}

const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]+/g;

function formatDate(day: Day, format: DateFormat): string {
  const [year = "", month = "", date = ""] = day.split("-");
  return format === "AAAAMMDD"
    ? year + month + date
    : format === "DDMMAAAA"
      ? date + month + year
      : format === "AAAA-MM-DD"
        ? day
        : `${date}/${month}/${year}`;
}

function formatNumber(value: number, places: number, format: NumberFormat): string {
  const text = value.toFixed(places);
  const plain = Number(text) === 0 ? text.replace("-", "") : text;
  return format === "ponto"
    ? plain
    : format === "virgula"
      ? plain.replace(".", ",")
      : plain.replace(".", "");
}

function valueOf(field: Extract<LayoutField, { kind: "number" }>, row: DemandRow): number | null {
  if (field.source === "quantidade") return row.quantidade;
  if (field.source === "estoque") return row.estoque;
  return row.valorCents / 100 / (field.source === "preco_unitario" ? row.quantidade : 1);
}

/** Text that the file's encoding and separator leave as it is: one line, without what would end the field. */
function cleanText(text: string, { separator, encoding }: Layout): string {
  const line = text.toWellFormed().replace(CONTROL, " ");
  const encoded =
    encoding === "ascii"
      ? toPlainText(line)
      : encoding === "latin1"
        ? line.replace(/[\u0100-\u{10ffff}]+/gu, (found) => toPlainText(found) || " ")
        : line;
  const apart =
    separator === null ? encoded : encoded.replaceAll(separator, " ").replaceAll('"', " ");
  return apart.replace(/ {2,}/g, " ").trim();
}

/** The text of a field before it is fitted. */
function textOf(field: LayoutField, row: DemandRow, layout: Layout): string {
  if (field.kind === "date") return formatDate(row.data, field.format);
  if (field.kind === "constant") return cleanText(field.text, layout);
  if (field.kind === "text") return cleanText(row[field.source], layout);
  const value = valueOf(field, row);
  return value === null ? "" : formatNumber(value, field.places, field.format);
}

/** Cut or filled to its length: texts lose their end, numbers never a digit. */
function fit(text: string, field: LayoutField, layout: Layout): string {
  if (field.length === null) return text;
  const letters = [...text];
  if (letters.length > field.length) {
    if (field.kind === "number") throw new FieldTooShort(field);
    return letters
      .slice(0, field.length)
      .join("")
      .padEnd(layout.separator === null ? field.length : 0);
  }
  // Between separators nothing needs to be filled, unless zeros were asked for.
  if (layout.separator !== null && field.adjust !== "zeros") return text;
  const missing = field.length - letters.length;
  if (field.adjust === "left") return text + " ".repeat(missing);
  if (field.adjust === "right") return " ".repeat(missing) + text;
  return text.startsWith("-")
    ? `-${"0".repeat(missing)}${text.slice(1)}`
    : "0".repeat(missing) + text;
}

/** One line of the file, without its end. Throws {@link FieldTooShort}. */
export function writeRow(row: DemandRow, layout: Layout): string {
  return layout.fields
    .map((field) => fit(textOf(field, row, layout), field, layout))
    .join(layout.separator ?? "");
}

/** The line of titles, laid out as the rows are. */
export function writeHeader(layout: Layout): string {
  return layout.fields
    .map((field) =>
      fit(
        cleanText(field.title, layout),
        { ...field, kind: "constant", text: "", adjust: "left" },
        layout,
      ),
    )
    .join(layout.separator ?? "");
}

/** Bytes of a line in the file's encoding; {@link writeRow} left nothing that has none. */
export function encode(text: string, encoding: Layout["encoding"]): Uint8Array {
  return encoding === "utf-8"
    ? new TextEncoder().encode(text)
    : Uint8Array.from(text, (character) => character.charCodeAt(0));
}
