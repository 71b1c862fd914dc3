import { expect, test } from "vitest";
import { Refusal } from "./define-use-case.ts";
import { type CsvShape, readCsvTable } from "./read-csv-table.ts";

const shape: CsvShape<"code" | "name"> = {
  columns: { codigo: "code", nome: "name" },
  required: ["codigo", "nome"],
  maxRows: 3,
  plural: "linhas",
};
const read = (text: string) => readCsvTable(text, shape);
const refusal = (text: string) => {
  try {
    return read(text);
  } catch (error) {
    return error instanceof Refusal ? error.problem.message : error;
  }
};

test("columns are found by name, in any order, with any of the three separators", () => {
  for (const text of [
    "Código;Nome\n1;Água",
    "NOME\tcodigo\tmais\nÁgua\t1\tx",
    "\uFEFFcodigo,nome\r\n1,Água\r\n",
  ])
    expect(read(text)).toEqual([{ line: 2, values: { code: "1", name: "Água" } }]);
});

test("an apostrophe that an export put before a formula is taken off again, and no other", () => {
  expect(read("codigo;nome\n'=1+1;'oi").map(({ values }) => values)).toEqual([
    { code: "=1+1", name: "'oi" },
  ]);
});

test("a file that is none is refused with what to do", () => {
  expect(refusal("")).toBe(
    "A primeira linha deve conter os nomes das colunas. Faltam: codigo, nome.",
  );
  expect(refusal("codigo;outra\n1;2")).toBe(
    "A primeira linha deve conter os nomes das colunas. Falta: nome.",
  );
  expect(refusal("codigo;nome")).toBe("O arquivo não tem linhas além do cabeçalho.");
  expect(refusal(`codigo;nome\n${"1;a\n".repeat(4)}`)).toBe(
    "O arquivo tem mais de 3 linhas. Divida-o em partes.",
  );
});

test("a column cannot reach what every object inherits", () => {
  expect(read("codigo;nome;constructor\n1;a;b")[0]?.values).toEqual({ code: "1", name: "a" });
});

test("a quote that is not closed is refused by its line and swallows no other", () => {
  expect(refusal('codigo;nome\n1;"Água\n2;Sal')).toMatch(/^Na linha 2, as aspas de uma célula/);
});

test("the line with which Excel names its separator is no row of names", () => {
  expect(read("sep=,\ncodigo,nome\n1,Água")).toEqual([
    { line: 3, values: { code: "1", name: "Água" } },
  ]);
});
