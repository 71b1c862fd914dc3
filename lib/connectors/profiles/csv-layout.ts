import { readTable, type TableColumn, writeTable } from "@/lib/core/setting-table.ts";
import { quoteField } from "../formats/delimited.ts";
import { fitText } from "../formats/fit-text.ts";
import { type SettingSpec, table } from "../settings.ts";
import { type CsvForm, readCsvForm } from "./csv-form.ts";

/** A file of profile G2: its entity, and the fields its rows are made with, in their usual order. */
export interface CsvEntity {
  entity: string;
  label: string;
  fields: readonly string[];
  /** Fields with the same value in every row of a file, which only some contracts want: not in the usual order. */
  extra?: readonly string[];
  /** Which of the fields are amounts or quantities, written with a decimal point, and which are days. */
  numbers: readonly string[];
  days?: readonly string[];
  /** An invented row, made with all fields, for the window in which the columns are chosen. */
  example: readonly string[];
}

const columnsOf = ({ fields, extra = [] }: CsvEntity): TableColumn[] => [
  { key: "cabecalho", label: "Nome da coluna", kind: "text", required: true },
  {
    key: "campo",
    label: "Campo do Enlace",
    kind: "choice",
    required: true,
    options: [...fields, ...extra].map((field) => ({ value: field, label: field })),
  },
];

const keyOf = (entity: string) => `layout_${entity.toLowerCase()}`;

/**
 * The setting with which support fits a file to the client's contract: which columns, under which
 * names, in which order.
 */
export function csvLayoutSetting(file: CsvEntity): SettingSpec {
  const columns = columnsOf(file);
  return table(keyOf(file.entity), `Colunas: ${file.label.toLowerCase()}`, {
    columns,
    previewed: true,
    defaultValue: writeTable(
      columns,
      file.fields.map((field) => ({ cabecalho: field, campo: field })),
    ),
    help: `As colunas do arquivo ${file.entity}, na ordem, com o nome que o parceiro espera no cabeçalho${file.extra ? `. Também há: ${file.extra.join(", ")}` : ""}`,
  });
}

/**
 * Header of a file as its setting says, and what turns a row made with all fields into a row of the
 * file; null where that is the row itself.
 */
export function readCsvLayout(
  settings: { text(key: string): string },
  file: CsvEntity,
  form: CsvForm,
  constants: Readonly<Record<string, string>>,
): { header: string[]; toRow: ((row: readonly string[]) => string[]) | null } {
  const rows = readTable(columnsOf(file), settings.text(keyOf(file.entity)));
  const header = rows.map(({ cabecalho = "" }) => fitText(cabecalho, form.encoding));
  const usual =
    rows.length === file.fields.length &&
    rows.every(({ campo }, index) => campo === file.fields[index]);
  const plain =
    form.encoding === "utf-8" &&
    form.writeNumber("0.5") === "0.5" &&
    form.writeDay("2000-01-02") === "2000-01-02";
  if (usual && plain) return { header, toRow: null };
  const cells = rows.map(({ campo = "" }) => {
    const place = file.fields.indexOf(campo);
    const read = (row: readonly string[]) => (place < 0 ? constants[campo] : row[place]) ?? "";
    if (file.numbers.includes(campo))
      return (row: readonly string[]) => form.writeNumber(read(row));
    if (file.days?.includes(campo)) return (row: readonly string[]) => form.writeDay(read(row));
    return (row: readonly string[]) => fitText(read(row), form.encoding);
  });
  return { header, toRow: (row) => cells.map((cell) => cell(row)) };
}

/** The titles and an invented row of the file whose columns the setting holds. */
export function previewCsv(
  settings: { text(key: string): string },
  files: readonly CsvEntity[],
  setting: string,
): string[] {
  const file = files.find(({ entity }) => keyOf(entity) === setting);
  if (!file) return [];
  const form = readCsvForm(settings);
  const { header, toRow } = readCsvLayout(
    settings,
    file,
    form,
    Object.fromEntries((file.extra ?? []).map((field) => [field, settings.text(field) || "1"])),
  );
  return [header, toRow === null ? file.example : toRow(file.example)].map((row) =>
    row.map((cell) => quoteField(cell, form.delimiter)).join(form.delimiter),
  );
}
