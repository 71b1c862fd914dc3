import { isGtin } from "@/lib/core/documents.ts";
import { checkCsv, type CsvCheck, type CsvRow, type RowRefusal } from "../sftp-csv/check-csv.ts";

type Entity = "VENDAS" | "ESTOQUE";

/** What the partner makes of a file. */
export type AuditCheck = CsvCheck<Entity>;

const COLUMNS = {
  VENDAS: [
    "cnpj",
    "data",
    "hora",
    "cupom",
    "ean",
    "registro_ms",
    "descricao",
    "qtd",
    "vl_bruto",
    "vl_desconto",
    "vl_liquido",
    "tipo_venda",
    "uf_crm",
    "nr_crm",
  ],
  ESTOQUE: ["cnpj", "data", "ean", "qtd"],
} as const;

const NUMBER = /^-?\d+(\.\d+)?$/;
const MONEY = /^-?\d+(\.\d{1,2})?$/;
const TIME = /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/;
/** Empty where nobody told it. */
const SALE_KINDS = ["", "normal", "pbm", "convenio", "farmacia popular"];

const plain = (text: string) =>
  text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("_", " ");
const cents = (text: string | undefined) => Math.round(Number(text) * 100);

function checkRow(
  entity: Entity,
  row: CsvRow,
  cnpj: string,
  day: string,
): Omit<RowRefusal, "line"> | null {
  const { ean = "", uf_crm = "", nr_crm = "" } = row;
  if (row.cnpj !== cnpj)
    return { code: "CNPJ_DIVERGENTE", message: "cnpj difere do nome do arquivo" };
  if (row.data !== day)
    return { code: "DATA_INVALIDA", message: "data difere do nome do arquivo ou não é AAAA-MM-DD" };
  if (ean === "") return { code: "EAN_AUSENTE", message: "produto sem EAN" };
  if (!isGtin(ean))
    return { code: "EAN_INVALIDO", message: "dígito verificador do EAN não confere" };
  if (!NUMBER.test(row.qtd ?? ""))
    return { code: "NUMERO_INVALIDO", message: "qtd não é número com ponto decimal" };
  if (entity === "ESTOQUE") return null;
  if (!TIME.test(row.hora ?? "")) return { code: "HORA_INVALIDA", message: "hora não é HH:MM:SS" };
  if (!row.cupom) return { code: "CUPOM_AUSENTE", message: "cupom vazio" };
  for (const column of ["vl_bruto", "vl_desconto", "vl_liquido"]) {
    if (!MONEY.test(row[column] ?? ""))
      return { code: "NUMERO_INVALIDO", message: `${column} não é valor com ponto decimal` };
  }
  if (cents(row.vl_bruto) - cents(row.vl_desconto) !== cents(row.vl_liquido))
    return { code: "VALOR_DIVERGENTE", message: "vl_bruto - vl_desconto difere de vl_liquido" };
  if (!SALE_KINDS.includes(plain(row.tipo_venda ?? "")))
    return { code: "TIPO_VENDA_INVALIDO", message: "tipo_venda desconhecido" };
  if (row.registro_ms && !/^\d{9,13}$/.test(row.registro_ms))
    return { code: "REGISTRO_MS_INVALIDO", message: "registro_ms deve ter de 9 a 13 dígitos" };
  if ((uf_crm === "") !== (nr_crm === "") || (uf_crm && !/^[A-Z]{2}$/.test(uf_crm)))
    return { code: "CRM_INVALIDO", message: "uf_crm e nr_crm vêm juntos" };
  return null;
}

/** Reads a received file as the partner does. */
export function checkAuditFile(name: string, bytes: Buffer): AuditCheck {
  return checkCsv<Entity>(name, bytes, { columns: COLUMNS, checkRow });
}
