import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { expect, it } from "vitest";
import { UnreadableUpload } from "../unit.ts";
import { previewCsv } from "./preview-csv.ts";

const HEAD = "codigo;descricao;preco;estoque;cor";
const preview = (text: string, encoding: BufferEncoding = "utf8", whole = true) =>
  previewCsv(Buffer.from(text, encoding), whole);

it("shows what the file is, how its columns are read, and each cell beside its reading", async () => {
  const shown = await preview(`${HEAD}\nA;Pão;1.299;1.500;azul\nB;Gel;9,90;2;\n`, "latin1");
  expect(shown).toMatchObject({
    kind: "Produtos",
    encoding: "Windows-1252",
    separator: "ponto e vírgula",
  });
  expect(shown.columns).toEqual([
    { name: "codigo", reading: "texto" },
    { name: "descricao", reading: "texto" },
    { name: "preco", reading: "número com vírgula decimal" },
    { name: "estoque", reading: "número" },
    { name: "cor", reading: null },
  ]);
  expect(shown.rows[0]).toMatchObject({
    line: 2,
    problem: null,
    cells: [
      { written: "A", read: null },
      { written: "Pão" },
      { written: "1.299", read: "1299", problem: null },
      { written: "1.500", read: null, problem: expect.stringContaining("1500 ou 1,500") },
      { written: "azul" },
    ],
  });
});

it.each([
  ["\uFEFFcodigo\tdescricao\nA\tGel\n", "utf16le", "UTF-16", "tabulação"],
  ["sep=,\ncodigo,descricao\nA,Gel\n", "utf8", "UTF-8", "vírgula"],
] as const)("of %j in %s tells encoding and separator", async (text, encoding, told, separator) => {
  expect(await preview(text, encoding)).toMatchObject({ encoding: told, separator });
});

it("shows days of two readings, damage of a spreadsheet and lines that cannot be read", async () => {
  const head = "cnpj_filial;data;cupom;codigo;descricao;quantidade;valor_unitario";
  const { kind, rows } = await preview(
    `${head}\nX;11/10/2026;1;A;Gel;1;1\nX;11/16/2026;2;A;Gel;1;1\nX;46336;3;A;Gel;1;1\nX;2026-11-10;4;A;"Gel;1;1\n`,
  );
  expect(kind).toBe("Vendas");
  expect(rows.map((row) => row.cells[1]?.problem ?? row.problem)).toEqual([
    expect.stringContaining("11/10/2026 ou 10/11/2026"),
    expect.stringContaining("data válida"),
    expect.stringContaining("data como número"),
    expect.stringContaining("aspas"),
  ]);
});

it("leaves out the last line of a beginning, shows few lines, and keeps nothing", async () => {
  const before = readdirSync(tmpdir()).filter((name) => name.startsWith("enlace-preview-"));
  const lines = Array.from({ length: 100 }, (_, index) => `P${index};Gel;;;`);
  const { rows } = await preview(`${HEAD}\n${lines.join("\n")}\nP100;cort`, "utf8", false);
  expect(rows).toHaveLength(20);
  const short = await preview(`${HEAD}\nA;Gel;;;\nP100;cort`, "utf8", false);
  expect(short.rows.map(({ line }) => line)).toEqual([2]);
  await expect(preview("nada\n1\n")).rejects.toBeInstanceOf(UnreadableUpload);
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith("enlace-preview-"))).toEqual(
    before,
  );
});
