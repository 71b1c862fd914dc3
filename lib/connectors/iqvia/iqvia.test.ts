import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkDemand } from "@/e2e/sandbox/iqvia/check-demand.ts";
import { readTable, refuseTable } from "@/lib/core/setting-table.ts";
import { kindOf } from "@/lib/core/errors.ts";
import type { Sale } from "@/lib/core/movement.ts";
import { arbitrarySales, arbitraryText } from "../conformance/arbitrary-sales.ts";
import { FIXED_DAY, gtin, makeLine, makeSale } from "../conformance/fixed-day.ts";
import { openBench } from "../conformance/make-context.ts";
import { iqvia } from "./index.ts";
import { DEFAULT_LAYOUT, LAYOUT_COLUMNS, type Layout, readLayout, refuseLayout } from "./layout.ts";
import { type DemandRow, encode, FieldTooShort, writeRow } from "./write-row.ts";

const SETTINGS = {
  CD_EMP_IMS: "0892",
  ftp_host: "127.0.0.1",
  ftp_usuario: "u",
  ftp_senha: "segredo",
};
const open = (
  options: {
    sales?: Sale[];
    settings?: Record<string, string>;
    period?: { first: string; last: string };
  } = {},
) => openBench(iqvia, { ...options, settings: { ...SETTINGS, ...options.settings } });
const layoutOf = (settings: Record<string, string>): Layout =>
  readLayout(open({ settings }).ctx.settings);

async function linesOf(bench: ReturnType<typeof open>): Promise<string[]> {
  const [file] = await bench.prepare("demand");
  return (await file!.text()).split("\r\n").slice(1, -1);
}

const row: DemandRow = {
  cd_emp_ims: "0892",
  codigo_loja: "12",
  cnpj: "41902377000113",
  uf: "SP",
  data: FIXED_DAY,
  ean: gtin(600_001),
  codigo_produto: "1001",
  descricao: "Ácido fólico; 5 mg\n“30” 😀",
  fabricante: "Serra Azul",
  registro_ms: "1000000010015",
  quantidade: 3,
  valorCents: 1_000,
  estoque: null,
};

test("whatever was sold, the default layout is taken, and quantities are what was sold less what came back", async () => {
  await fc.assert(
    fc.asyncProperty(arbitrarySales, async (sales) => {
      const bench = open({ sales });
      const [file] = await bench.prepare("demand");
      const check = checkDemand("0892", file!.name, Buffer.from(await file!.text()));
      expect(check.problems).toEqual([]);
      expect(check.rows).toBe(file!.rows);
      expect(bench.refused).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test("whatever a text is, a fixed-width row has exactly its width in every encoding", () => {
  const leiaute =
    "codigo_loja |  | 6 | zeros\ndescricao |  | 25\nfabricante |  | 10 | direita\nquantidade |  | 8 | zeros | 2 | implicito\ndata |  | 8\nconstante |  | 3 |  |  |  | FIM";
  for (const codificacao of ["utf8", "iso", "sem_acentos"]) {
    const layout = layoutOf({ formato_arquivo: "posicional", codificacao, leiaute });
    fc.assert(
      fc.property(
        arbitraryText,
        arbitraryText,
        fc.integer({ min: 1, max: 99_999 }),
        (descricao, fabricante, quantidade) => {
          const line = writeRow({ ...row, descricao, fabricante, quantidade }, layout);
          expect([...line]).toHaveLength(60);
          expect(line).not.toMatch(/[\u0000-\u001f]/);
          if (codificacao !== "utf8") expect(encode(line, layout.encoding)).toHaveLength(60);
          if (codificacao === "sem_acentos") expect(line).toMatch(/^[\x20-\x7e]*$/);
        },
      ),
    );
  }
});

describe("a row", () => {
  const write = (leiaute: string, settings: Record<string, string> = {}) =>
    writeRow(row, layoutOf({ leiaute, ...settings }));
  test.each<[leiaute: string, settings: Record<string, string>, line: string]>([
    [
      "codigo_loja\nean\nquantidade\npreco_unitario\nvalor_total",
      {},
      `12;${gtin(600_001)};3;3.33;10.00`,
    ],
    ["preco_unitario |  |  |  | 2 | virgula", {}, "3,33"],
    [
      "preco_unitario |  | 9 | zeros | 4 | implicito",
      { formato_arquivo: "posicional" },
      "000033333",
    ],
    [
      "quantidade |  | 5\ncodigo_loja |  | 5 | zeros\nuf |  | 4 | direita\ncodigo_loja |  | 4",
      { formato_arquivo: "posicional" },
      "    300012  SP12  ",
    ],
    [
      "data |  |  |  |  | DDMMAAAA\ndata |  |  |  |  | DD/MM/AAAA\ndata",
      { separador: "barra" },
      "05032026|05/03/2026|20260305",
    ],
    ["estoque\nconstante |  |  |  |  |  | V1", {}, ";V1"],
    ["estoque |  | 4 | zeros", { formato_arquivo: "posicional" }, "0000"],
    ["descricao", {}, "Ácido fólico 5 mg “30” 😀"],
    ["descricao", { codificacao: "sem_acentos", separador: "barra" }, "Acido folico; 5 mg 30"],
    ["descricao |  | 6", { codificacao: "iso" }, "Ácido"],
  ])("%j %j", (leiaute, settings, line) => {
    expect(write(leiaute, settings).trimEnd()).toBe(line.trimEnd());
  });

  test("a number that does not fit is refused, never cut", async () => {
    expect(() => write("quantidade |  | 1 |  | 2", { formato_arquivo: "posicional" })).toThrow(
      FieldTooShort,
    );
    const bench = open({
      settings: { formato_arquivo: "posicional", leiaute: "quantidade | QTD | 1 |  | 2" },
    });
    const [file] = await bench.prepare("demand");
    expect([file!.rows, bench.refused.map(({ code, message }) => [code, message])]).toEqual([
      0,
      [["NAO_CABE", expect.stringMatching(/não cabe em “QTD” \(1 posições\)/)]],
    ]);
  });
});

describe("what goes into the day", () => {
  const medicine = (fields: Parameters<typeof makeLine>[0] = {}) =>
    makeLine({ productCode: "2001", ean: gtin(700_001), description: "Losartana", ...fields });
  test("only medicines, added up by product, less what came back", async () => {
    const sales = [
      makeSale({
        id: 1,
        lines: [
          medicine({ quantity: 2 }),
          medicine({ lineNumber: 2, productCode: "2002", ean: gtin(700_002), msRegistration: "" }),
        ],
      }),
      makeSale({ id: 2, lines: [medicine({ quantity: 3, discountCents: 100 })] }),
      makeSale({ id: 3, kind: "return", lines: [medicine({ quantity: 1 })] }),
    ];
    expect(
      (await linesOf(open({ sales }))).map((line) => line.split(";").slice(5, 12).join(";")),
    ).toEqual(["2001;Losartana;;1000000010015;4;12.65;0"]);
    expect(
      (await linesOf(open({ sales, settings: { devolucoes: "ignorar" } }))).map(
        (line) => line.split(";")[9],
      ),
    ).toEqual(["5"]);
  });

  test("what came back whole is told, not sent; a medicine without an EAN too", async () => {
    const bench = open({
      sales: [
        makeSale({ id: 1, kind: "return", lines: [medicine()] }),
        makeSale({ id: 2, lines: [medicine({ productCode: "2003", ean: "" })] }),
      ],
    });
    expect(await linesOf(bench)).toEqual([]);
    expect(bench.lines.map(({ text }) => text)).toEqual([
      expect.stringMatching(/1 medicamento sem EAN/),
      expect.stringMatching(/1 medicamento com devoluções maiores/),
    ]);
  });

  test("one file a day, and no stock for days long past", async () => {
    const files = await open({
      sales: [makeSale({ day: "2026-03-03" })],
      period: { first: "2026-03-03", last: "2026-03-04" },
    }).prepare("demand");
    expect(files.map(({ name, rows }) => [name, rows])).toEqual([
      ["0892_20260303.txt", 1],
      ["0892_20260304.txt", 0],
    ]);
    expect((await files[0]!.text()).split("\r\n")[1]?.split(";").at(-1)).toBe("");
  });
});

describe("the layout of the registration", () => {
  test("the default is right", () => {
    expect([
      refuseTable(LAYOUT_COLUMNS, DEFAULT_LAYOUT),
      refuseLayout(DEFAULT_LAYOUT),
      readTable(LAYOUT_COLUMNS, DEFAULT_LAYOUT).length,
    ]).toEqual([null, null, 12]);
  });

  test.each([
    ["", /ao menos um campo/],
    ["ean\ndata |  |  |  |  | ponto", /linha 2: o formato de uma data/],
    ["quantidade |  |  |  |  | AAAAMMDD", /linha 1: o formato de “Quantidade vendida”/],
    ["ean |  |  |  |  | ponto", /linha 1: “EAN” não tem formato/],
    ["ean |  |  |  | 2", /linha 1: só números têm casas/],
    ["constante", /linha 1: informe o texto fixo/],
    ["ean |  |  |  |  |  | x", /linha 1: o texto fixo só vale/],
  ])("%j is refused with its line", (value, sentence) => {
    expect(refuseLayout(value)).toMatch(sentence);
  });

  test.each<[settings: Record<string, string>, detail: RegExp]>([
    [
      { formato_arquivo: "posicional", leiaute: "ean |  | 14\ndescricao" },
      /linha 2: no arquivo posicional, informe o tamanho/,
    ],
    [
      { separador: "virgula", leiaute: "preco_unitario |  |  |  | 2 | virgula" },
      /linha 1: a vírgula decimal se confunde/,
    ],
    [{ leiaute: "data |  | 6 |  |  | AAAAMMDD" }, /linha 1: a data AAAAMMDD não cabe/],
  ])("%j cannot run", async (settings, detail) => {
    const failure = await open({ settings })
      .prepare("demand")
      .catch((error: unknown) => error);
    expect(kindOf(failure)).toBe("settings");
    expect(failure).toMatchObject({ detail: expect.stringMatching(detail), settings: ["leiaute"] });
  });
});
