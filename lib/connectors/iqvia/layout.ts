import { PartnerError } from "@/lib/core/errors.ts";
import { readTable, type TableColumn } from "@/lib/core/setting-table.ts";
import type { PreviewReader } from "../define.ts";

const OF_TEXT = [
  "cd_emp_ims",
  "codigo_loja",
  "cnpj",
  "uf",
  "ean",
  "codigo_produto",
  "descricao",
  "fabricante",
  "registro_ms",
] as const;
const OF_NUMBER = ["quantidade", "preco_unitario", "valor_total", "estoque"] as const;
const DATE_FORMATS = ["AAAAMMDD", "DDMMAAAA", "AAAA-MM-DD", "DD/MM/AAAA"] as const;
const NUMBER_FORMATS = ["ponto", "virgula", "implicito"] as const;

type TextField = (typeof OF_TEXT)[number];
type NumberField = (typeof OF_NUMBER)[number];
export type DateFormat = (typeof DATE_FORMATS)[number];
export type NumberFormat = (typeof NUMBER_FORMATS)[number];

const LABEL: Record<TextField | NumberField | "data" | "constante", string> = {
  cd_emp_ims: "Código da rede (CD_EMP_IMS)",
  codigo_loja: "Código da loja",
  cnpj: "CNPJ da loja",
  uf: "UF da loja",
  data: "Data da venda",
  ean: "EAN",
  codigo_produto: "Código do produto",
  descricao: "Descrição",
  fabricante: "Fabricante",
  registro_ms: "Registro MS",
  quantidade: "Quantidade vendida",
  preco_unitario: "Preço unitário",
  valor_total: "Valor total",
  estoque: "Estoque",
  constante: "Texto fixo",
};

/** Columns of the setting "Leiaute": what a support agent fills from the contract that IQVIA gives the client. */
export const LAYOUT_COLUMNS: readonly TableColumn[] = [
  {
    key: "campo",
    label: "Campo",
    kind: "choice",
    required: true,
    options: Object.entries(LABEL).map(([value, label]) => ({ value, label })),
  },
  { key: "titulo", label: "Título", kind: "text" },
  { key: "tamanho", label: "Tamanho", kind: "integer", min: 1, max: 500 },
  {
    key: "ajuste",
    label: "Ajuste",
    kind: "choice",
    options: [
      { value: "esquerda", label: "À esquerda" },
      { value: "direita", label: "À direita" },
      { value: "zeros", label: "Zeros à esquerda" },
    ],
  },
  { key: "casas", label: "Casas", kind: "integer", min: 0, max: 4 },
  {
    key: "formato",
    label: "Formato",
    kind: "choice",
    options: [
      ...DATE_FORMATS.map((value) => ({ value, label: value })),
      { value: "ponto", label: "Ponto decimal" },
      { value: "virgula", label: "Vírgula decimal" },
      { value: "implicito", label: "Casas implícitas" },
    ],
  },
  { key: "texto", label: "Texto fixo", kind: "text" },
];

/** Readable until the contract arrives: the columns that the public descriptions of the exchange name. */
export const DEFAULT_LAYOUT = [
  "cd_emp_ims | CODIGO_REDE",
  "codigo_loja | CODIGO_LOJA",
  "cnpj | CNPJ | 14",
  "data | DATA |  |  |  | AAAA-MM-DD",
  "ean | EAN | 14",
  "codigo_produto | CODIGO_PRODUTO | 20",
  "descricao | DESCRICAO | 60",
  "fabricante | FABRICANTE | 40",
  "registro_ms | REGISTRO_MS | 13",
  "quantidade | QUANTIDADE |  |  | 0 | ponto",
  "preco_unitario | PRECO_UNITARIO |  |  | 2 | ponto",
  "estoque | ESTOQUE |  |  | 0 | ponto",
].join("\n");

/** One field of a row, read. */
export type LayoutField = {
  title: string;
  length: number | null;
  adjust: "left" | "right" | "zeros";
} & (
  | { kind: "text"; source: TextField }
  | { kind: "number"; source: NumberField; places: number; format: NumberFormat }
  | { kind: "date"; format: DateFormat }
  | { kind: "constant"; text: string }
);

export type Separator = ";" | "|" | "," | "\t";

export interface Layout {
  fields: readonly LayoutField[];
  /** null = fixed width. */
  separator: Separator | null;
  header: boolean;
  newline: "\r\n" | "\n";
  encoding: "utf-8" | "latin1" | "ascii";
}

const isOneOf = <Value extends string>(list: readonly Value[], value: string): value is Value =>
  list.some((one) => one === value);

/** What a row of the table breaks, by the meaning of its field; null when nothing. */
export function refuseLayout(value: string): string | null {
  const rows = readTable(LAYOUT_COLUMNS, value);
  if (rows.length === 0) return "Informe ao menos um campo em “Leiaute”.";
  for (const [index, { campo = "", casas = "", formato = "", texto = "" }] of rows.entries()) {
    const place = `Em “Leiaute”, linha ${index + 1}`;
    const label = LABEL[campo as keyof typeof LABEL] ?? campo;
    const number = isOneOf(OF_NUMBER, campo);
    if (campo === "data" && formato !== "" && !isOneOf(DATE_FORMATS, formato))
      return `${place}: o formato de uma data é ${DATE_FORMATS.join(", ")}.`;
    if (number && formato !== "" && !isOneOf(NUMBER_FORMATS, formato))
      return `${place}: o formato de “${label}” é ponto, virgula ou implicito.`;
    if (!number && campo !== "data" && formato !== "")
      return `${place}: “${label}” não tem formato.`;
    if (!number && casas !== "")
      return `${place}: só números têm casas decimais, e “${label}” não é um número.`;
    if (campo === "constante" && texto === "") return `${place}: informe o texto fixo.`;
    if (campo !== "constante" && texto !== "")
      return `${place}: o texto fixo só vale para o campo “Texto fixo”.`;
  }
  return null;
}

function readField({
  campo = "",
  titulo = "",
  tamanho = "",
  ajuste = "",
  casas = "",
  formato = "",
  texto = "",
}: Readonly<Record<string, string>>): LayoutField {
  const number = isOneOf(OF_NUMBER, campo);
  const adjust =
    ajuste === "zeros"
      ? "zeros"
      : ajuste === "direita" || (ajuste === "" && number)
        ? "right"
        : "left";
  const base = {
    title: titulo || campo.toUpperCase(),
    length: tamanho === "" ? null : Number(tamanho),
    adjust,
  } as const;
  if (campo === "data")
    return { ...base, kind: "date", format: isOneOf(DATE_FORMATS, formato) ? formato : "AAAAMMDD" };
  if (campo === "constante") return { ...base, kind: "constant", text: texto };
  if (number)
    return {
      ...base,
      kind: "number",
      source: campo,
      places:
        casas === ""
          ? campo === "preco_unitario" || campo === "valor_total"
            ? 2
            : 0
          : Number(casas),
      format: isOneOf(NUMBER_FORMATS, formato) ? formato : "ponto",
    };
  if (isOneOf(OF_TEXT, campo)) return { ...base, kind: "text", source: campo };
  throw new PartnerError("settings", `O leiaute tem um campo que não existe: ${campo}.`, {
    settings: ["leiaute"],
  });
}

const SEPARATORS: Readonly<Record<string, Separator>> = {
  ponto_e_virgula: ";",
  barra: "|",
  virgula: ",",
  tabulacao: "\t",
};

/** The settings that a layout is read from. */
export type LayoutKey =
  | "leiaute"
  | "formato_arquivo"
  | "separador"
  | "cabecalho"
  | "quebra_linha"
  | "codificacao";

/**
 * The layout of the registration. What one setting alone cannot tell is judged here: throws
 * `settings` with the field's line.
 */
export function readLayout(settings: PreviewReader<LayoutKey>): Layout {
  const fields = readTable(LAYOUT_COLUMNS, settings.text("leiaute")).map(readField);
  const fixed = settings.text("formato_arquivo") === "posicional";
  const separator = fixed ? null : (SEPARATORS[settings.text("separador")] ?? ";");
  const refuse = (index: number, sentence: string): never => {
    throw new PartnerError("settings", `Em “Leiaute”, linha ${index + 1}: ${sentence}`, {
      settings: ["leiaute"],
    });
  };
  fields.forEach((field, index) => {
    if (fixed && field.length === null)
      refuse(index, "no arquivo posicional, informe o tamanho do campo.");
    if (field.kind === "number" && field.format === "virgula" && separator === ",")
      refuse(index, "a vírgula decimal se confunde com o separador do arquivo.");
    if (field.kind === "date" && field.length !== null && field.length < field.format.length)
      refuse(index, `a data ${field.format} não cabe em ${field.length} posições.`);
  });
  const encoding = settings.text("codificacao");
  return {
    fields,
    separator,
    header: settings.flag("cabecalho"),
    newline: settings.text("quebra_linha") === "lf" ? "\n" : "\r\n",
    encoding: encoding === "iso" ? "latin1" : encoding === "sem_acentos" ? "ascii" : "utf-8",
  };
}
