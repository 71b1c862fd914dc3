import { expect, test } from "vitest";
import { checkUnifabraFile } from "./check-file.ts";

const NAME = "VENDAS_41902377000113_20260305_001.csv";
const HEADER =
  "codigo_associado;codigo_associacao;cnpj;data;hora;cupom;tipo;codigo_produto;ean;descricao;marca_propria;qtd;vl_bruto;vl_desconto;vl_liquido";
const ROW =
  "1;77;41902377000113;2026-03-05;10:45:10;101;V;1001;7890006000011;Ácido fólico;N;2;20.00;1.50;18.50";
const STOCK_HEADER = "codigo_associado;codigo_associacao;cnpj;data;codigo_produto;ean;qtd";
const STOCK = "1;77;41902377000113;2026-03-05;1001;7890006000011;3";

test("right files are taken", () => {
  expect(checkUnifabraFile(NAME, Buffer.from(`${HEADER}\r\n${ROW}\r\n`))).toMatchObject({
    rows: 1,
    fileProblems: [],
    refusals: [],
  });
  expect(
    checkUnifabraFile(
      NAME.replace("VENDAS", "ESTOQUE"),
      Buffer.from(`${STOCK_HEADER}\r\n${STOCK}\r\n`),
    ),
  ).toMatchObject({ rows: 1, fileProblems: [], refusals: [] });
});

test.each([
  ["ASSOCIACAO", ROW.replace(";77;", ";78;")],
  ["ASSOCIADO", ROW.replace(/^1;/, ";")],
  ["CABECALHO", ROW.replace("0001", "0002")],
  ["CABECALHO", ROW.replace("2026-03-05", "2026-03-06")],
  ["CUPOM", ROW.replace("10:45:10", "10:45")],
  ["EAN", ROW.replace("7890006000011", "")],
  ["EAN", ROW.replace("7890006000011", "7890006000012")],
  ["MARCA_PROPRIA", ROW.replace(";N;", ";X;")],
  ["NUMERO", ROW.replace(";2;20.00", ";2,0;20.00")],
  ["VALOR", ROW.replace("20.00", "20.0")],
  ["VALOR_DIVERGENTE", ROW.replace("18.50", "18.51")],
  ["TIPO", ROW.replace(";V;", ";D;")],
])("a row is refused with %s and the others stay", (code, bad) => {
  expect(
    checkUnifabraFile(NAME, Buffer.from(`${HEADER}\r\n${ROW}\r\n${bad}\r\n`)).refusals,
  ).toMatchObject([{ line: 3, code }]);
});

test.each([
  ["ESTOQUE_NEGATIVO", STOCK.replace(/3$/, "-1").replace("1001", "1002")],
  ["LINHA_REPETIDA", STOCK],
])("a row of stock is refused with %s", (code, bad) => {
  expect(
    checkUnifabraFile(
      NAME.replace("VENDAS", "ESTOQUE"),
      Buffer.from(`${STOCK_HEADER}\r\n${STOCK}\r\n${bad}\r\n`),
    ).refusals,
  ).toMatchObject([{ line: 3, code }]);
});

test("a day to come refuses the whole file", () => {
  expect(
    checkUnifabraFile(NAME.replace("2026", "2999"), Buffer.from(`${HEADER}\r\n`)).fileProblems,
  ).toEqual(["Data do nome ainda não chegou"]);
});
