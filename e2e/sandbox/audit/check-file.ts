import { parse } from "csv-parse/sync";
import { isCnpj, isGtin } from "@/lib/core/documents";
import { isDay } from "@/lib/core/period";

/** One row that the partner refuses. */
export interface RowRefusal {
  line: number;
  code: string;
  message: string;
}

/** What the partner makes of a file. `fileProblems` refuse the whole of it. */
export interface AuditCheck {
  entity: "VENDAS" | "ESTOQUE" | null;
  rows: number;
  fileProblems: string[];
  refusals: RowRefusal[];
}

const COLUMNS = {
  VENDAS: ["cnpj", "data", "hora", "cupom", "ean", "registro_ms", "descricao", "qtd", "vl_bruto", "vl_desconto", "vl_liquido", "tipo_venda", "uf_crm", "nr_crm"],
  ESTOQUE: ["cnpj", "data", "ean", "qtd"],
} as const;

/** {ENTIDADE}_{CNPJ14}_{AAAAMMDD}_{SEQ3}.csv */
export const AUDIT_NAME = /^(VENDAS|ESTOQUE)_([0-9A-Z]{12}\d{2})_(\d{4})(\d{2})(\d{2})_(\d{3})\.csv$/;

const NUMBER = /^-?\d+(\.\d+)?$/;
const MONEY = /^-?\d+(\.\d{1,2})?$/;
const TIME = /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/;
const SALE_KINDS = ["normal", "pbm", "convenio", "farmacia popular"];

type Row = Record<string, string>;

const plain = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("_", " ");
const cents = (text: string | undefined) => Math.round(Number(text) * 100);

function checkRow(entity: "VENDAS" | "ESTOQUE", row: Row, cnpj: string, day: string): Omit<RowRefusal, "line"> | null {
  const { ean = "", uf_crm = "", nr_crm = "" } = row;
  if (row.cnpj !== cnpj) return { code: "CNPJ_DIVERGENTE", message: "cnpj difere do nome do arquivo" };
  if (row.data !== day) return { code: "DATA_INVALIDA", message: "data difere do nome do arquivo ou não é AAAA-MM-DD" };
  if (ean === "") return { code: "EAN_AUSENTE", message: "produto sem EAN" };
  if (!isGtin(ean)) return { code: "EAN_INVALIDO", message: "dígito verificador do EAN não confere" };
  if (!NUMBER.test(row.qtd ?? "")) return { code: "NUMERO_INVALIDO", message: "qtd não é número com ponto decimal" };
  if (entity === "ESTOQUE") return null;
  if (!TIME.test(row.hora ?? "")) return { code: "HORA_INVALIDA", message: "hora não é HH:MM:SS" };
  if (!row.cupom) return { code: "CUPOM_AUSENTE", message: "cupom vazio" };
  for (const column of ["vl_bruto", "vl_desconto", "vl_liquido"]) {
    if (!MONEY.test(row[column] ?? "")) return { code: "NUMERO_INVALIDO", message: `${column} não é valor com ponto decimal` };
  }
  if (cents(row.vl_bruto) - cents(row.vl_desconto) !== cents(row.vl_liquido)) return { code: "VALOR_DIVERGENTE", message: "vl_bruto - vl_desconto difere de vl_liquido" };
  if (!SALE_KINDS.includes(plain(row.tipo_venda ?? ""))) return { code: "TIPO_VENDA_INVALIDO", message: "tipo_venda desconhecido" };
  if (row.registro_ms && !/^\d{9,13}$/.test(row.registro_ms)) return { code: "REGISTRO_MS_INVALIDO", message: "registro_ms deve ter de 9 a 13 dígitos" };
  if ((uf_crm === "") !== (nr_crm === "") || (uf_crm && !/^[A-Z]{2}$/.test(uf_crm))) return { code: "CRM_INVALIDO", message: "uf_crm e nr_crm vêm juntos" };
  return null;
}

/** Reads a received file as the partner does. */
export function checkAuditFile(name: string, bytes: Buffer): AuditCheck {
  const result: AuditCheck = { entity: null, rows: 0, fileProblems: [], refusals: [] };
  const fail = (problem: string) => {
    result.fileProblems.push(problem);
    return result;
  };
  const named = AUDIT_NAME.exec(name);
  if (!named) return fail("Nome fora do padrão {ENTIDADE}_{CNPJ14}_{AAAAMMDD}_{SEQ3}.csv");
  const [, entity, cnpj = "", year, month, date] = named as unknown as [string, "VENDAS" | "ESTOQUE", string, string, string, string];
  const day = `${year}-${month}-${date}`;
  result.entity = entity;
  if (!isCnpj(cnpj)) result.fileProblems.push("CNPJ do nome não é válido");
  if (!isDay(day)) result.fileProblems.push("Data do nome não existe");

  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return fail("Arquivo não está em UTF-8");
  }
  if (text.startsWith("\ufeff")) return fail("Arquivo começa com BOM");
  if (/[^\r]\n|\r(?!\n)/.test(text)) return fail("Linhas devem terminar com CRLF");
  if (!text.endsWith("\r\n")) return fail("Última linha sem CRLF: o arquivo pode estar cortado");
  const columns: readonly string[] = COLUMNS[entity];
  const header = text.slice(0, text.indexOf("\r\n"));
  if (header !== columns.join(";")) return fail(`Cabeçalho diferente de ${columns.join(";")}`);

  let rows: string[][];
  try {
    rows = parse(text, { delimiter: ";", from_line: 2, record_delimiter: "\r\n", relax_column_count: true });
  } catch {
    return fail("Aspas sem par");
  }
  result.rows = rows.length;
  rows.forEach((values, index) => {
    const line = index + 2;
    if (values.length !== columns.length) return void result.refusals.push({ line, code: "COLUNAS", message: `${values.length} colunas em vez de ${columns.length}` });
    const refusal = checkRow(entity, Object.fromEntries(columns.map((column, position) => [column, values[position] ?? ""])), cnpj, day);
    if (refusal) result.refusals.push({ line, ...refusal });
  });
  return result;
}
