import { describe, expect, test } from "vitest";
import { readTable, refuseTable, type TableColumn, writeTable } from "./setting-table.ts";

const columns: TableColumn[] = [
  {
    key: "campo",
    label: "Campo",
    kind: "choice",
    required: true,
    options: [
      { value: "ean", label: "EAN" },
      { value: "data", label: "Data" },
    ],
  },
  { key: "tamanho", label: "Tamanho", kind: "integer", min: 1, max: 500 },
  { key: "titulo", label: "Título", kind: "text" },
];

test("what is written is read back, with trailing empty cells left out", () => {
  const rows = [
    { campo: "ean", tamanho: "14", titulo: "Código" },
    { campo: "data", tamanho: "", titulo: "" },
  ];
  const text = writeTable(columns, rows);
  expect(text).toBe("ean | 14 | Código\ndata |  |");
  expect(readTable(columns, text)).toEqual(rows);
  expect(readTable(columns, "\r\n ean|14\r\n\r\n")).toEqual([
    { campo: "ean", tamanho: "14", titulo: "" },
  ]);
});

describe("refuseTable", () => {
  test.each([
    ["ean | 14 | Código", null],
    ["", null],
    ["ean\n | 14", "linha 2: preencha “Campo”."],
    ["preco", "linha 1: escolha uma das opções de “Campo”: ean, data."],
    ["ean | 0", "linha 1: “Tamanho” deve ser um número inteiro de 1 a 500."],
    ["ean | 1,5", "linha 1: “Tamanho” deve ser um número inteiro de 1 a 500."],
    ["ean | 1 | a | b", "linha 1: são 4 colunas e o máximo é 3 (o caractere | separa as colunas)."],
    [`ean | 1 | ${"x".repeat(201)}`, "linha 1: “Título” aceita no máximo 200 caracteres."],
    [`ean | 1 | a\tb`, "linha 1: “Título” não pode ter o caractere | nem quebras de linha."],
    ["ean\n".repeat(301), "são 301 linhas e o máximo é 300."],
  ])("%j", (value, sentence) => {
    expect(refuseTable(columns, value)).toBe(sentence);
  });
});
