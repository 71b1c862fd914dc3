import { readTable, type TableColumn, writeTable } from "@/lib/core/setting-table.ts";
import { readDelimited } from "../formats/read-delimited.ts";
import type { TextReader } from "../define.ts";
import { type CsvFormKey, readCsvForm } from "../profiles/csv-form.ts";
import { type KeyOf, table, text } from "../settings.ts";

/** What a suggestion is read from, and without which of it there is none. */
const FIELDS = [
  "data",
  "zona",
  "cd",
  "ean",
  "preco_sugerido",
  "preco_minimo",
  "preco_maximo",
  "motivo",
  "validade",
] as const;
const NEEDED: readonly string[] = ["data", "zona", "cd", "preco_sugerido"];

const COLUMNS: readonly TableColumn[] = [
  { key: "cabecalho", label: "Nome da coluna", kind: "text", required: true },
  {
    key: "campo",
    label: "Campo do Enlace",
    kind: "choice",
    required: true,
    options: FIELDS.map((value) => ({ value, label: value })),
  },
];

/** Two columns for one field would contradict each other; without a needed one no row could be taken. */
function refuseColumns(value: string): string | null {
  const fields = readTable(COLUMNS, value).map(({ campo = "" }) => campo);
  const missing = NEEDED.find((field) => !fields.includes(field));
  if (missing) return `“Colunas: preços sugeridos” precisa do campo ${missing}.`;
  const twice = fields.find((field, index) => fields.indexOf(field) !== index);
  return twice ? `Em “Colunas: preços sugeridos”, o campo ${twice} está em duas linhas.` : null;
}

/** How the files that come back are called and what is in them. */
export const RETURN_SETTINGS = [
  text("prefixo_retorno", "Início do nome dos retornos", {
    defaultValue: "PRECOS_SUGERIDOS_",
    maxLength: 60,
    help: "Arquivos .csv ou .txt do diretório de retorno cujo nome começa assim são lidos como preços sugeridos",
    refuse: (value) =>
      /^[\w.-]+$/.test(value)
        ? null
        : "“Início do nome dos retornos” aceita letras sem acento, números, ponto, hífen e sublinhado.",
  }),
  table("layout_precos_sugeridos", "Colunas: preços sugeridos", {
    columns: COLUMNS,
    defaultValue: writeTable(
      COLUMNS,
      FIELDS.map((field) => ({ cabecalho: field, campo: field })),
    ),
    refuse: refuseColumns,
    help: "Que nome a Proffer dá a cada coluna do que devolve, em qualquer ordem; colunas a mais não atrapalham",
  }),
];

/** The settings by which a return is found and read. */
export type ReturnKey = KeyOf<typeof RETURN_SETTINGS> | CsvFormKey;
type Settings = TextReader<ReturnKey>;

/** Whether a file of the return folder holds suggested prices; the partner's answers to what was sent lie beside it. */
export function isReturn(settings: Settings): (name: string) => boolean {
  const prefix = settings.text("prefixo_retorno").toLowerCase();
  return (name) => name.toLowerCase().startsWith(prefix) && /(?<!_ret)\.(csv|txt)$/i.test(name);
}

/** Rows of a return under the hub's own names, days as AAAA-MM-DD. A column that the contract lacks is empty. */
export function readReturnRows(
  settings: Settings,
  content: Uint8Array,
): Array<Record<string, string>> {
  const { delimiter, readDay } = readCsvForm(settings);
  const columns = readTable(COLUMNS, settings.text("layout_precos_sugeridos"));
  return readDelimited(content, {
    delimiter,
    header: columns.map(({ cabecalho = "" }) => cabecalho),
  }).map((row) => {
    const read = Object.fromEntries(
      columns.map(({ campo = "", cabecalho = "" }) => [campo, row[cabecalho] ?? ""]),
    );
    return { ...read, data: readDay(read.data ?? ""), validade: readDay(read.validade ?? "") };
  });
}
