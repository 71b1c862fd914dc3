import { readTable, type TableColumn, writeTable } from "../../core/setting-table.ts";
import { type SettingSpec, table } from "../settings.ts";

/** A file of profile G2: its entity, and the fields its rows are made with, in their usual order. */
export interface CsvEntity {
  entity: string;
  label: string;
  fields: readonly string[];
}

const columnsOf = ({ fields }: Pick<CsvEntity, "fields">): TableColumn[] => [
  { key: "cabecalho", label: "Nome da coluna", kind: "text", required: true },
  { key: "campo", label: "Campo do hub", kind: "choice", required: true, options: fields.map((field) => ({ value: field, label: field })) },
];

const keyOf = (entity: string) => `layout_${entity.toLowerCase()}`;

/** The setting with which support fits a file to the client's contract: which columns, under which names, in which order. */
export function csvLayoutSetting(file: CsvEntity): SettingSpec {
  const columns = columnsOf(file);
  return table(keyOf(file.entity), `Colunas: ${file.label.toLowerCase()}`, {
    columns,
    defaultValue: writeTable(columns, file.fields.map((field) => ({ cabecalho: field, campo: field }))),
    help: `As colunas do arquivo ${file.entity}, na ordem, com o nome que o parceiro espera no cabeçalho`,
  });
}

/** Header and order of a file as its setting says; `order` turns a row made with all fields into a row of the file. */
export function readCsvLayout(settings: { text(key: string): string }, file: CsvEntity): { header: string[]; order: (row: readonly string[]) => readonly string[] } {
  const rows = readTable(columnsOf(file), settings.text(keyOf(file.entity)));
  const places = rows.map(({ campo = "" }) => file.fields.indexOf(campo));
  const usual = places.length === file.fields.length && places.every((place, index) => place === index);
  return { header: rows.map(({ cabecalho = "" }) => cabecalho), order: usual ? (row) => row : (row) => places.map((place) => row[place] ?? "") };
}
