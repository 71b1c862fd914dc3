import { readTable, type TableColumn, writeTable } from "@/lib/core/setting-table.ts";
import type { TextReader } from "../define.ts";
import { quoteField } from "../formats/delimited.ts";
import { fitText } from "../formats/fit-text.ts";
import { type SettingSpec, table } from "../settings.ts";
import { type CsvForm, type CsvFormKey, readCsvForm } from "./csv-form.ts";

/** A file of profile G2: its entity, and the fields its rows are made with, in their usual order. */
export interface CsvEntity<Entity extends string = string, Extra extends string = string> {
  entity: Entity;
  label: string;
  fields: readonly string[];
  /** Fields with the same value in every row of a file, which only some contracts want: not in the usual order. */
  extra?: readonly Extra[];
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

/** The key of the setting that holds the columns of a file. */
export type LayoutKey<Entity extends string> = `layout_${Lowercase<Entity>}`;

// The language knows no lower case of a value, only of a type.
const keyOf = <Entity extends string>(entity: Entity) =>
  `layout_${entity.toLowerCase()}` as LayoutKey<Entity>;

/**
 * The setting with which support fits a file to the client's contract: which columns, under which
 * names, in which order.
 */
export function csvLayoutSetting<Entity extends string>(
  file: CsvEntity<Entity>,
): SettingSpec<LayoutKey<Entity>> {
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
export function readCsvLayout<Entity extends string>(
  settings: TextReader<LayoutKey<Entity>>,
  file: CsvEntity<Entity>,
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
export function previewCsv<Entity extends string, Extra extends string>(
  settings: TextReader<CsvFormKey | LayoutKey<Entity> | Extra>,
  files: ReadonlyArray<CsvEntity<Entity, Extra>>,
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
