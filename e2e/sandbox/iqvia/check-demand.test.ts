import { expect, test } from "vitest";
import { checkDemand } from "./check-demand.ts";

const HEADER =
  "CODIGO_REDE;CODIGO_LOJA;CNPJ;DATA;EAN;CODIGO_PRODUTO;DESCRICAO;FABRICANTE;REGISTRO_MS;QUANTIDADE;PRECO_UNITARIO;ESTOQUE";
const LINE =
  "0892;1;41902377000113;2026-03-05;7890006000011;1001;Ácido fólico;Serra Azul;1000000010015;4;11.93;12";
const check = (content: string | Buffer, name = "0892_20260305.txt") =>
  checkDemand("0892", name, Buffer.from(content)).problems.join("\n");
const withCell = (column: number, cell: string) =>
  `${HEADER}\r\n${LINE.split(";").with(column, cell).join(";")}\r\n`;

test("a right file has no problem, also an empty one", () => {
  expect(checkDemand("0892", "0892_20260305.txt", Buffer.from(`${HEADER}\r\n${LINE}\r\n`))).toEqual(
    { rows: 1, problems: [] },
  );
  expect(check(`${HEADER}\r\n`)).toBe("");
});

test.each<[what: string, content: string | Buffer, problem: RegExp, name?: string]>([
  ["another network's name", `${HEADER}\r\n`, /Nome/, "0999_20260305.txt"],
  ["another encoding", Buffer.from(`${HEADER}\r\n${LINE}\r\n`, "latin1"), /UTF-8/],
  ["a BOM", `\ufeff${HEADER}\r\n`, /BOM/],
  ["LF alone", `${HEADER}\n${LINE}\n`, /CR LF/],
  ["other titles", `${HEADER.replace("EAN", "GTIN")}\r\n`, /Títulos/],
  ["a missing field", `${HEADER}\r\n${LINE.replace(";12", "")}\r\n`, /11 campos/],
  ["another network", withCell(0, "0999"), /CODIGO_REDE/],
  ["a store that is no number", withCell(1, "Centro"), /CODIGO_LOJA/],
  ["another day", withCell(3, "2026-03-04"), /DATA/],
  ["a wrong check digit", withCell(4, "7890006000012"), /EAN/],
  ["no medicine", withCell(8, ""), /REGISTRO_MS/],
  ["a negative quantity", withCell(9, "-1"), /QUANTIDADE/],
  ["a decimal comma", withCell(10, "11,93"), /PRECO_UNITARIO/],
  ["the same product twice", `${HEADER}\r\n${LINE}\r\n${LINE}\r\n`, /repetido/],
])("%s is found", (_what, content, problem, name) => {
  expect(check(content, name)).toMatch(problem);
});
