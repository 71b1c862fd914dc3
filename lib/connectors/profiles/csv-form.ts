import { isDay } from "@/lib/core/period.ts";
import type { TextReader } from "../define.ts";
import type { TextEncoding } from "../formats/fit-text.ts";
import { choice, type KeyOf, text } from "../settings.ts";

const NAME_PARTS = ["{ENTIDADE}", "{CNPJ}", "{AAAAMMDD}"] as const;
/** Names that would be mistaken for the control file, or for a file still being written. */
const TAKEN_ENDING = /\.(ok|tmp)$/i;
const DELIMITERS: Readonly<Record<string, string>> = {
  ponto_e_virgula: ";",
  barra: "|",
  virgula: ",",
  tabulacao: "\t",
};

/** Without each of the parts two files of a task would have one name. */
function refuseName(value: string): string | null {
  const missing = NAME_PARTS.find((part) => !value.includes(part));
  if (missing) return `“Nome dos arquivos” precisa ter ${missing}.`;
  if (TAKEN_ENDING.test(value))
    return "“Nome dos arquivos” não pode terminar em .ok nem em .tmp: são do arquivo de controle e do envio em andamento.";
  return /^[\w.-]+\.[A-Za-z0-9]{1,5}$/.test(value.replace(/\{(ENTIDADE|CNPJ|AAAAMMDD|SEQ)\}/g, "X"))
    ? null
    : "“Nome dos arquivos” aceita letras sem acento, números, ponto, hífen, sublinhado e as partes entre chaves, e termina em uma extensão.";
}

/** How the files of profile G2 look, besides their columns. */
export const CSV_FORM_SETTINGS = [
  text("padrao_nome", "Nome dos arquivos", {
    defaultValue: "{ENTIDADE}_{CNPJ}_{AAAAMMDD}_{SEQ}.csv",
    maxLength: 120,
    help: "{ENTIDADE}, {CNPJ} da filial e {AAAAMMDD} são obrigatórios; {SEQ} é sempre 001",
    refuse: refuseName,
  }),
  choice("separador", "Separador", {
    defaultValue: "ponto_e_virgula",
    options: [
      { value: "ponto_e_virgula", label: "Ponto e vírgula" },
      { value: "barra", label: "Barra vertical" },
      { value: "virgula", label: "Vírgula" },
      { value: "tabulacao", label: "Tabulação" },
    ],
    help: "Vale também para o que o parceiro devolve",
  }),
  choice("codificacao", "Codificação", {
    defaultValue: "utf8",
    options: [
      { value: "utf8", label: "UTF-8" },
      { value: "iso", label: "ISO-8859-1" },
      { value: "sem_acentos", label: "Sem acentos" },
    ],
    help: "Como as letras acentuadas são gravadas",
  }),
  choice("quebra_linha", "Fim de linha", {
    defaultValue: "crlf",
    options: [
      { value: "crlf", label: "CR LF (Windows)" },
      { value: "lf", label: "LF (Unix)" },
    ],
    help: "Como cada linha termina",
  }),
  choice("decimal", "Decimais", {
    defaultValue: "ponto",
    options: [
      { value: "ponto", label: "Ponto decimal" },
      { value: "virgula", label: "Vírgula decimal" },
    ],
    help: "Como valores e quantidades são escritos",
  }),
  choice("formato_data", "Formato da data", {
    defaultValue: "AAAA-MM-DD",
    options: ["AAAA-MM-DD", "DD/MM/AAAA", "AAAAMMDD"].map((value) => ({ value, label: value })),
    help: "Como as datas são escritas dentro dos arquivos",
  }),
];

export type CsvFormKey = KeyOf<typeof CSV_FORM_SETTINGS>;

/** {@link CSV_FORM_SETTINGS}, read. */
export interface CsvForm {
  delimiter: string;
  newline: "\r\n" | "\n";
  encoding: TextEncoding;
  nameOf(entity: string, cnpj: string, day: string): string;
  /** From a decimal point to the file's own sign. */
  writeNumber(text: string): string;
  /** From AAAA-MM-DD to the file's own form. */
  writeDay(day: string): string;
  /** Back again; what is no day in that form comes back as it is. */
  readDay(text: string): string;
}

/** Reads how the registration wants the files. */
export function readCsvForm(settings: TextReader<CsvFormKey>): CsvForm {
  const [encoding, comma, days] = [
    settings.text("codificacao"),
    settings.text("decimal") === "virgula",
    settings.text("formato_data"),
  ];
  return {
    delimiter: DELIMITERS[settings.text("separador")] ?? ";",
    newline: settings.text("quebra_linha") === "lf" ? "\n" : "\r\n",
    encoding: encoding === "iso" ? "latin1" : encoding === "sem_acentos" ? "ascii" : "utf-8",
    nameOf: (entity, cnpj, day) =>
      settings
        .text("padrao_nome")
        .replaceAll("{ENTIDADE}", entity)
        .replaceAll("{CNPJ}", cnpj)
        .replaceAll("{AAAAMMDD}", day.replaceAll("-", ""))
        .replaceAll("{SEQ}", "001"),
    writeNumber: comma ? (number) => number.replace(".", ",") : (number) => number,
    writeDay:
      days === "DD/MM/AAAA"
        ? (day) => day.split("-").toReversed().join("/")
        : days === "AAAAMMDD"
          ? (day) => day.replaceAll("-", "")
          : (day) => day,
    readDay: (written) => {
      const day =
        days === "DD/MM/AAAA"
          ? written.split("/").toReversed().join("-")
          : days === "AAAAMMDD"
            ? written.replace(/^(\d{4})(\d{2})(\d{2})$/, "$1-$2-$3")
            : written;
      return isDay(day) ? day : written;
    },
  };
}
