import { expect, test } from "vitest";
import { checkCsv } from "../sftp-csv/check-csv.ts";
import { PROFFER_RULES, type ProfferEntity } from "./check-file.ts";

const RIGHT: Record<ProfferEntity, string> = {
  PRODUTOS:
    "1001;7890006000011;1000000010015;Ácido fólico;Serra Azul;Ácido fólico;Isentos;A;12.90;8.00;19.90;1",
  VENDAS: "2026-03-05;1;1001;2;20.00;1.50;18.50;16.00;loja",
  COMPRAS: "2026-03-05;1;71300884000148;1001;10;8.00;N",
  ESTOQUE: "2026-03-05;1;1001;12.5;3;0.8",
};
const refused = (entity: ProfferEntity, row: string) =>
  checkCsv(
    `${entity}_41902377000113_20260305_001.csv`,
    Buffer.from(`${PROFFER_RULES.columns[entity].join(";")}\r\n${row}\r\n`),
    PROFFER_RULES,
  ).refusals.map(({ code }) => code);

test("right rows are taken", () => {
  for (const [entity, row] of Object.entries(RIGHT))
    expect([entity, refused(entity as ProfferEntity, row)]).toEqual([entity, []]);
});

test.each<[entity: ProfferEntity, code: string, from: string | RegExp, to: string]>([
  ["PRODUTOS", "PRODUTO_AUSENTE", /^1001/, ""],
  ["PRODUTOS", "EAN_INVALIDO", "7890006000011", "7890006000012"],
  ["PRODUTOS", "DESCRICAO_AUSENTE", "Ácido fólico;Serra", ";Serra"],
  ["PRODUTOS", "VALOR_INVALIDO", "12.90", "12,90"],
  ["PRODUTOS", "PRECO_AUSENTE", "12.90", ""],
  ["VENDAS", "DATA_INVALIDA", "2026-03-05", "05/03/2026"],
  ["VENDAS", "FILIAL_AUSENTE", ";1;1001", ";;1001"],
  ["VENDAS", "NUMERO_INVALIDO", ";2;20.00", ";dois;20.00"],
  ["VENDAS", "VALOR_DIVERGENTE", "18.50", "18.51"],
  ["VENDAS", "CANAL_AUSENTE", "loja", ""],
  ["COMPRAS", "CNPJ_INVALIDO", "71300884000148", "71300884000149"],
  ["COMPRAS", "BONIFICACAO_INVALIDA", /N$/, "X"],
  ["ESTOQUE", "COLUNAS", /;0.8$/, ""],
])("%s: %s", (entity, code, from, to) => {
  expect(refused(entity, RIGHT[entity].replace(from, to))).toEqual([code]);
});

test("a product twice in one file is refused at the second", () => {
  for (const entity of ["PRODUTOS", "ESTOQUE"] as const)
    expect(refused(entity, `${RIGHT[entity]}\r\n${RIGHT[entity]}`)).toEqual(["LINHA_REPETIDA"]);
});
