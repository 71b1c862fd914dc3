import { isCnpj, isGtin } from "@/lib/core/documents.ts";
import type { CsvRow, CsvRules } from "../sftp-csv/check-csv.ts";

export type ProfferEntity = "PRODUTOS" | "VENDAS" | "COMPRAS" | "ESTOQUE";

const NUMBER = /^-?\d+(\.\d{1,4})?$/;
const MONEY = /^-?\d+\.\d{2}$/;
const cents = (text: string | undefined) => Math.round(Number(text) * 100);

type Refusal = { code: string; message: string } | null;

function checkProduct(row: CsvRow): Refusal {
  if (!row.descricao) return { code: "DESCRICAO_AUSENTE", message: "descricao vazia" };
  if (row.ean && !isGtin(row.ean))
    return { code: "EAN_INVALIDO", message: "dígito verificador do EAN não confere" };
  for (const column of ["preco_atual", "custo", "pmc"])
    if (row[column] !== "" && !MONEY.test(row[column] ?? ""))
      return { code: "VALOR_INVALIDO", message: `${column} não tem duas casas e ponto` };
  if (row.preco_atual === "") return { code: "PRECO_AUSENTE", message: "preco_atual vazio" };
  return null;
}

function checkSale(row: CsvRow): Refusal {
  for (const column of ["bruto", "desconto", "liquido"])
    if (!MONEY.test(row[column] ?? ""))
      return { code: "VALOR_INVALIDO", message: `${column} não tem duas casas e ponto` };
  // As in the catalogue: what nobody knows is left empty.
  if (row.custo !== "" && !MONEY.test(row.custo ?? ""))
    return { code: "VALOR_INVALIDO", message: "custo não tem duas casas e ponto" };
  if (cents(row.bruto) - cents(row.desconto) !== cents(row.liquido))
    return { code: "VALOR_DIVERGENTE", message: "bruto - desconto difere de liquido" };
  return row.canal ? null : { code: "CANAL_AUSENTE", message: "canal vazio" };
}

function checkPurchase(row: CsvRow): Refusal {
  if (!isCnpj(row.fornecedor_cnpj ?? ""))
    return { code: "CNPJ_INVALIDO", message: "fornecedor_cnpj não é válido" };
  if (!MONEY.test(row.custo ?? ""))
    return { code: "VALOR_INVALIDO", message: "custo não tem duas casas e ponto" };
  return row.bonificacao === "S" || row.bonificacao === "N"
    ? null
    : { code: "BONIFICACAO_INVALIDA", message: "bonificacao deve ser S ou N" };
}

/** What Proffer wants of each file, by its own reading of the profile. */
export const PROFFER_RULES: CsvRules<ProfferEntity> = {
  columns: {
    PRODUTOS: [
      "cd",
      "ean",
      "registro_ms",
      "descricao",
      "fabricante",
      "principio_ativo",
      "categoria",
      "curva_abc",
      "preco_atual",
      "custo",
      "pmc",
      "zona",
    ],
    VENDAS: ["data", "filial", "cd", "qtd", "bruto", "desconto", "liquido", "custo", "canal"],
    COMPRAS: ["data", "filial", "fornecedor_cnpj", "cd", "qtd", "custo", "bonificacao"],
    ESTOQUE: ["data", "filial", "cd", "qtd", "pendente", "media_diaria"],
  },
  checkRow(entity, row, _cnpj, day) {
    if (!row.cd) return { code: "PRODUTO_AUSENTE", message: "cd vazio" };
    if (entity === "PRODUTOS") return checkProduct(row);
    if (row.data !== day)
      return {
        code: "DATA_INVALIDA",
        message: "data difere do nome do arquivo ou não é AAAA-MM-DD",
      };
    if (!row.filial) return { code: "FILIAL_AUSENTE", message: "filial vazia" };
    if (!NUMBER.test(row.qtd ?? ""))
      return { code: "NUMERO_INVALIDO", message: "qtd não é número com ponto decimal" };
    if (entity === "VENDAS") return checkSale(row);
    return entity === "COMPRAS" ? checkPurchase(row) : null;
  },
  keyOf: (entity, row) => (entity === "PRODUTOS" || entity === "ESTOQUE" ? (row.cd ?? "") : null),
};
