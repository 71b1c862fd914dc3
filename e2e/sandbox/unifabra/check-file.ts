import { isGtin } from "@/lib/core/documents.ts";
import { checkCsv, type CsvCheck, type CsvRow } from "../sftp-csv/check-csv.ts";

const COLUMNS = {
  VENDAS: [
    "codigo_associado",
    "codigo_associacao",
    "cnpj",
    "data",
    "hora",
    "cupom",
    "tipo",
    "codigo_produto",
    "ean",
    "descricao",
    "marca_propria",
    "qtd",
    "vl_bruto",
    "vl_desconto",
    "vl_liquido",
  ],
  ESTOQUE: [
    "codigo_associado",
    "codigo_associacao",
    "cnpj",
    "data",
    "codigo_produto",
    "ean",
    "qtd",
  ],
  PRODUTOS: [
    "codigo_associado",
    "codigo_associacao",
    "codigo_produto",
    "ean",
    "descricao",
    "marca",
    "registro_ms",
    "marca_propria",
    "ativo",
  ],
} as const;

type Entity = keyof typeof COLUMNS;

const NETWORK = "77";
const NUMBER = /^-?\d+(\.\d+)?$/;
const MONEY = /^-?\d+\.\d{2}$/;
const cents = (text: string | undefined) => Math.round(Number(text) * 100);
const refuse = (code: string, message: string) => ({ code, message });

function checkRow(entity: Entity, row: CsvRow, cnpj: string, day: string) {
  if (row.codigo_associacao !== NETWORK)
    return refuse("ASSOCIACAO", "codigo_associacao desconhecido");
  if (!/^\w{1,20}$/.test(row.codigo_associado ?? ""))
    return refuse("ASSOCIADO", "codigo_associado vazio ou inválido");
  if (!row.codigo_produto) return refuse("PRODUTO", "codigo_produto vazio");
  if (!isGtin(row.ean ?? "")) return refuse("EAN", "ean ausente ou com dígito errado");
  if (entity !== "ESTOQUE" && !/^[SN]$/.test(row.marca_propria ?? ""))
    return refuse("MARCA_PROPRIA", "marca_propria deve ser S ou N");
  if (entity === "PRODUTOS")
    return row.descricao &&
      /^[SN]$/.test(row.ativo ?? "") &&
      /^(1\d{12})?$/.test(row.registro_ms ?? "")
      ? null
      : refuse("CADASTRO", "descricao, ativo ou registro_ms inválido");
  if (row.cnpj !== cnpj || row.data !== day)
    return refuse("CABECALHO", "cnpj ou data diferem do nome do arquivo");
  if (!NUMBER.test(row.qtd ?? "")) return refuse("NUMERO", "qtd não é número com ponto decimal");
  if (entity === "ESTOQUE")
    return Number(row.qtd) < 0 ? refuse("ESTOQUE_NEGATIVO", "estoque abaixo de zero") : null;
  if (!/^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.test(row.hora ?? "") || !row.cupom)
    return refuse("CUPOM", "hora ou cupom inválido");
  if (["vl_bruto", "vl_desconto", "vl_liquido"].some((column) => !MONEY.test(row[column] ?? "")))
    return refuse("VALOR", "valor sem duas casas e ponto decimal");
  if (cents(row.vl_bruto) - cents(row.vl_desconto) !== cents(row.vl_liquido))
    return refuse("VALOR_DIVERGENTE", "vl_bruto - vl_desconto difere de vl_liquido");
  const sign = Math.sign(Number(row.qtd));
  return { V: 1, C: -1, D: -1 }[row.tipo ?? ""] === sign
    ? null
    : refuse("TIPO", "tipo não combina com o sinal da quantidade");
}

/** Reads a received file as the association does. */
export function checkUnifabraFile(name: string, bytes: Buffer): CsvCheck<Entity> {
  return checkCsv(name, bytes, {
    columns: COLUMNS,
    checkRow,
    keyOf: (entity, row) => (entity === "VENDAS" ? null : (row.codigo_produto ?? "")),
  });
}
