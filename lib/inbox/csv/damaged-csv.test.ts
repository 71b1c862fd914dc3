import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { encodeCodePage } from "@/e2e/support/encode-code-page.ts";
import { storeCnpj } from "@/e2e/support/build-fiscal-xml.ts";
import type { InboxContext, ProductDocument, Reading, SaleDocument } from "../document.ts";
import { UnreadableUpload } from "../unit.ts";
import { detectKind } from "../upload/detect-kind.ts";
import { readCsv } from "./read-csv.ts";

const directory = mkdtempSync(path.join(tmpdir(), "enlace-damaged-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const BRANCH = storeCnpj("00100200");
const context: InboxContext = {
  branchIdByCnpj: new Map([[BRANCH, 7]]),
  timeZone: "America/Sao_Paulo",
  now: new Date("2026-11-20T12:00:00Z"),
};
let files = 0;

async function read(content: string | Buffer): Promise<Reading[]> {
  const file = path.join(directory, `${(files += 1)}.csv`);
  writeFileSync(file, content);
  const readings: Reading[] = [];
  for await (const unit of readCsv(file, context)) readings.push(...(await unit.read()));
  return readings;
}
const outcomes = (readings: Reading[]) =>
  readings.map((reading) => (reading.document ? "ok" : reading.refusal.code));
const reasons = (readings: Reading[]) =>
  readings.flatMap((reading) => (reading.document ? [] : [reading.refusal.reason]));
const product = (reading: Reading | undefined) => reading?.document as ProductDocument;

describe("numbers", () => {
  const HEAD = "codigo;descricao;cnpj_filial;preco;estoque";
  const prices = async (...cells: string[]) => {
    const rows = cells.map((cell, index) => `P${index};Sabonete;${BRANCH};${cell};1`);
    return (await read([HEAD, ...rows].join("\n"))).map((reading) =>
      reading.document ? product(reading).price?.priceCents : reading.refusal.code,
    );
  };

  it.each<[string[], (number | string)[]]>([
    [["1.299"], ["ambiguous_number"]],
    [
      ["1.299", "5"],
      ["ambiguous_number", 500],
    ],
    [
      ["1.299", "9,90"],
      [129_900, 990],
    ],
    [
      ["1.299", "9.90"],
      ["too_fine", 990],
    ],
    [
      ["1.299", "9,90", "9.95"],
      ["ambiguous_number", 990, 995],
    ],
    [
      ["1,299", "9.90"],
      ["ambiguous_number", 990],
    ],
    [["12.34,5"], ["invalid_value"]],
    [["1.234.567"], [123_456_700]],
    [["1.234,56"], [123_456]],
    [["0.500"], [50]],
    [["1,5E+3"], ["spreadsheet_damage"]],
    [
      ["1,299", "1.299"],
      ["ambiguous_number", "ambiguous_number"],
    ],
    [["9,905"], ["too_fine"]],
    [["9,900"], [990]],
    [["1,234.56"], ["invalid_value"]],
  ])("a column of %j is read as %j", async (cells, expected) => {
    expect(await prices(...cells)).toEqual(expected);
  });

  it("a stock of two readings is refused by line and column with both", async () => {
    expect(reasons(await read(`${HEAD}\nA;Pente;${BRANCH};;1.500`))).toEqual([
      expect.stringMatching(/^Linha 2: a coluna estoque traz 1\.500, que pode ser 1500 ou 1,500\./),
    ]);
  });

  it("a comma before three digits is no decimal in a file that shows English elsewhere", async () => {
    const stocks = async (text: string) =>
      (await read(text)).map((one) => (one.document ? product(one).stock : one.refusal.code));
    const english = `${HEAD}\nA;Pente;${BRANCH};9.90;1,500`;
    expect(await stocks(english)).toEqual(["ambiguous_number"]);
    expect(await stocks(english.replace("9.90", "9,90"))).toEqual([1.5]);
    const commas = `${HEAD.replaceAll(";", ",")}\nA,Pente,${BRANCH},9,"1,500"`;
    expect(await stocks(commas)).toEqual(["ambiguous_number"]);
  });

  it("a unit's price is multiplied before it is rounded", async () => {
    const head = "cnpj_filial;data;cupom;codigo;descricao;quantidade;valor_unitario";
    const [sale] = await read(`${head}\n${BRANCH};10/11/2026;1;A;Etanol;100,5;3,4599`);
    expect(sale?.document).toMatchObject({
      totalCents: 34_772,
      lines: [{ unitPriceCents: 346, grossCents: 34_772 }],
    });
  });

  it.each([
    ["quantidade", "0,00004", "too_fine"],
    ["quantidade", "1,23456", "too_fine"],
    ["desconto", "0,005", "too_fine"],
    ["codigo", "7".repeat(61), "too_long"],
    ["ncm", "3401.11.901", "too_long"],
    ["caixa", "123456", "too_long"],
    ["chave", "x".repeat(121), "too_long"],
    ["oferta", "talvez", "invalid_value"],
  ])("a %s of %s is refused and not made to fit", async (column, text, code) => {
    const cells: Record<string, string> = {
      cnpj_filial: BRANCH,
      data: "10/11/2026",
      cupom: "1",
      codigo: "A",
      descricao: "Gel",
      quantidade: "1",
      valor_unitario: "1,00",
      [column]: text,
    };
    const readings = await read(
      `${Object.keys(cells).join(";")}\n${Object.values(cells).join(";")}`,
    );
    expect(outcomes(readings)).toEqual([code]);
    expect(reasons(readings)[0]).toContain(`Linha 2: a coluna ${column}`);
  });

  it("marks between the digits of a code are left out, and a long description is cut with a warning", async () => {
    const head = "codigo;descricao;ncm;registro_ms";
    const [one] = await read(`${head}\nA;${"x".repeat(201)};3401.11.90;1.2345.6789.012-3`);
    expect(product(one).product).toMatchObject({
      ncm: "34011190",
      msRegistration: "1234567890123",
      description: "x".repeat(200),
    });
    expect(one?.warnings).toMatchObject([{ code: "description_cut", documentKey: "A" }]);
  });

  it("days are refused where their column has the month first elsewhere", async () => {
    const head = "cnpj_filial;data;cupom;codigo;descricao;quantidade;valor_unitario";
    const days = async (...list: string[]) =>
      outcomes(
        await read(
          [head, ...list.map((day, index) => `${BRANCH};${day};${index};A;Gel;1;1`)].join("\n"),
        ),
      );
    expect(await days("11/10/2026", "11/16/2026", "05/05/2026", "2026-11-10")).toEqual([
      "ambiguous_date",
      "invalid_value",
      "ok",
      "ok",
    ]);
    expect(await days("10/11/2026", "16/11/2026")).toEqual(["ok", "ok"]);
  });

  it("a column of boxes of controlled products is never a thousandth of them", async () => {
    const head = "cnpj_filial;movimento;tipo;data;registro;lote;quantidade;classe;nota;data_nota";
    const row = `${BRANCH};E1;inventario;10/11/2026;1234567890123;L1;1.000;2;;`;
    expect(outcomes(await read(`${head}\n${row}`))).toEqual(["ambiguous_number"]);
  });
});

describe("quotes", () => {
  const HEAD = "codigo;descricao;cnpj_filial;preco";
  const row = (code: string, text: string) => `${code};${text};${BRANCH};9,90`;
  it("one that is not closed costs its own line and no other", async () => {
    const readings = await read(
      [HEAD, row("A", "Pente"), row("B", '"Lixa'), row("C", "Gel"), row("D", '"Cera; azul"')].join(
        "\n",
      ),
    );
    expect(outcomes(readings)).toEqual(["ok", "wrong_quotes", "ok", "ok"]);
    expect(product(readings[3]).product?.description).toBe("Cera; azul");
  });

  it("a doubled quote inside text of several lines closes nothing", async () => {
    const readings = await read(
      [
        HEAD,
        row("A", '"x').replace(/;.*$/, ';"x'),
        'a""',
        row("B", "Gel"),
        'x"',
        row("C", "Cera"),
      ].join("\n"),
    );
    expect(outcomes(readings)).toEqual([
      "wrong_quotes",
      "wrong_quotes",
      "wrong_quotes",
      "wrong_quotes",
      "ok",
    ]);
  });

  it("a line between two that may be text of a cell or a row is refused", async () => {
    const readings = await read(
      [HEAD, row("A", '"Lixa'), row("B", "Gel"), row("C", 'fina"'), row("D", "Cera")].join("\n"),
    );
    expect(outcomes(readings)).toEqual(["wrong_quotes", "wrong_quotes", "wrong_quotes", "ok"]);
  });
});

describe("rows that are short", () => {
  const HEAD = "codigo;descricao;cnpj_filial;preco";
  it("because a spreadsheet left out empty cells at their end are whole", async () => {
    expect(outcomes(await read(`${HEAD}\nA;Pente\nB;Lixa\nC;Gel;${BRANCH};9,90\n`))).toEqual([
      "ok",
      "ok",
      "ok",
    ]);
  });

  it.each([
    ["two", `A;Pente\nazul;${BRANCH};9,90`],
    ["three", `A;Pente\nazul\nfino;${BRANCH};9,90`],
  ])("because one is torn into %s are refused together", async (_what, rows) => {
    const readings = await read(`${HEAD}\nX;Gel;${BRANCH};1,00\n${rows}\nY;Cera;${BRANCH};2,00\n`);
    expect(new Set(outcomes(readings).slice(1, -1))).toEqual(new Set(["torn_row"]));
    expect([outcomes(readings).at(0), outcomes(readings).at(-1)]).toEqual(["ok", "ok"]);
  });

  it("because the file ends within them are refused", async () => {
    expect(outcomes(await read(`${HEAD}\nA;Gel;${BRANCH};9,90\nB;Cera;${BRANCH}`))).toEqual([
      "ok",
      "cut_off",
    ]);
  });
});

describe("receipts", () => {
  const HEAD = "cnpj_filial;data;cupom;caixa;serie;codigo;descricao;quantidade;valor_unitario";
  const line = (date: string, number: string, till: string, code = "A") =>
    `${BRANCH};${date};${number};${till};;${code};Sabonete;1;9,99`;
  const keys = (readings: Reading[]) =>
    readings.map((reading) => (reading.document as SaleDocument | null)?.documentKey);

  it("are the same however date, till and number are written", async () => {
    const readings = await Promise.all(
      [
        line("10/11/2026", "1", "1"),
        line("2026-11-10", "1", "1"),
        line("10/11/2026", "0001", "01"),
        line("2026-11-10", "01", ""),
      ].map((one) => read(`${HEAD}\n${one}`)),
    );
    expect(new Set(keys(readings.flat()))).toEqual(new Set([`csv:${BRANCH}:10/11/2026:-:1:1`]));
  });

  it("whose lines are apart are refused in both places, and others are taken", async () => {
    const readings = await read(
      [
        HEAD,
        line("10/11/2026", "1", "1", "A"),
        line("10/11/2026", "2", "1"),
        line("2026-11-10", "01", "01", "B"),
      ].join("\n"),
    );
    expect(outcomes(readings)).toEqual(["scattered_rows", "ok", "scattered_rows"]);
  });

  it("and zones of which rows are apart are refused too: half a zone would stand as all of it", async () => {
    const other = storeCnpj("00100201");
    const rows = [`Z1;Centro;${BRANCH}`, `Z2;Norte;${BRANCH}`, `Z1;Centro;${other}`];
    expect(outcomes(await read(["zona;nome;cnpj_filial", ...rows].join("\n")))).toEqual([
      "scattered_rows",
      "ok",
      "scattered_rows",
    ]);
  });

  it("of which one line cannot be read are refused whole", async () => {
    const readings = await read(
      [
        HEAD,
        line("10/11/2026", "1", "1", "A"),
        line("10/11/2026", "1", "1", "B").replace("Sabonete", '"Lixa'),
        line("10/11/2026", "2", "1"),
      ].join("\n"),
    );
    expect(outcomes(readings)).toEqual(["wrong_quotes", "ok"]);
  });

  it.each([
    ["a key in scientific notation", "chave", "3,52611E+43", "notação científica"],
    ["a branch without its leading zeros", "cnpj_filial", BRANCH.replace(/^0+/, ""), "zeros"],
    ["a branch in scientific notation", "cnpj_filial", "1,002E+11", "notação científica"],
    ["a date as a number", "data", "46336", "data como número"],
    ["a registration in scientific notation", "registro_ms", "1,23457E+12", "notação científica"],
    ["an error of a formula", "codigo", "#N/D", "erro da planilha"],
    ["an NCM without its leading zero", "ncm", "4021010", "zero do começo"],
    ["a code that became a date", "codigo", "10/dez", "texto em data"],
    ["a lot that became a month", "lote", "Nov-26", "texto em data"],
  ])("with %s are refused with the spreadsheet's habit", async (_what, column, cell, words) => {
    const cells: Record<string, string> = {
      cnpj_filial: BRANCH,
      data: "10/11/2026",
      cupom: "1",
      chave: "",
      codigo: "A",
      descricao: "Sabonete",
      quantidade: "1",
      valor_unitario: "9,99",
      registro_ms: "",
      ncm: "",
      lote: "",
      [column]: cell,
    };
    const [reason] = reasons(
      await read(`${Object.keys(cells).join(";")}\n${Object.values(cells).join(";")}`),
    );
    expect(reason).toMatch(/^Linha 2: a coluna /);
    expect(reason).toContain(words);
  });
});

describe("files", () => {
  const text = "codigo;descricao\nA;Sabão\nB;Pente\n";
  it.each<[string, Buffer]>([
    ["sep=; before the names", Buffer.from(`sep=;\r\n${text}`)],
    ["tabs", Buffer.from(text.replaceAll(";", "\t"))],
    ["commas", Buffer.from(text.replaceAll(";", ","))],
    ["UTF-16 with its mark", Buffer.from(`\uFEFF${text}`, "utf16le")],
    ["UTF-16 of the other order", Buffer.from(`\uFEFF${text}`, "utf16le").swap16()],
    ["Ctrl-Z at the end", Buffer.from(`${text}\u001A`)],
    ["the line ends of an old Macintosh", Buffer.from(text.replaceAll("\n", "\r"))],
  ])("with %s are read", async (_what, content) => {
    expect(detectKind(content.subarray(0, 512))).toBe("csv");
    expect(
      (await read(content)).map((one) => [product(one).code, product(one).product?.description]),
    ).toEqual([
      ["A", "Sabão"],
      ["B", "Pente"],
    ]);
  });

  it("of code page 850 are refused with how to export them", async () => {
    const content = Buffer.from(text.replace("ã", "\u00C6"), "latin1");
    await expect(read(content)).rejects.toThrow(/página de código 850/);
  });

  it.each(["AÇÃO", "Pão", "PÃO", "CAFÉ", "BAÚ", "Pé", "Água", "ÓLEO", "maçã", "limões", "MÃE"])(
    "of code page 850 with the one word %s are never read as another",
    async (word) => {
      const content = `codigo;descricao\nA;${word}\n`;
      await expect(read(encodeCodePage(content, 850))).rejects.toBeInstanceOf(UnreadableUpload);
      const [one] = await read(Buffer.from(content, "latin1"));
      expect(product(one).product?.description).toBe(word);
    },
  );

  it.each([
    [850, "Única", /mais de um jeito/],
    [850, "GRÃO", /mais de um jeito/],
    [850, "cm²", /página de código 850/],
    ["macintosh", "Loção", /Macintosh/],
    ["macintosh", "Café", /Macintosh/],
  ] as const)(
    "of code page %s with the one word %s are refused by its name",
    async (page, word, reason) => {
      await expect(read(encodeCodePage(`codigo;descricao\nA;${word}\n`, page))).rejects.toThrow(
        reason,
      );
    },
  );

  it.each([
    [
      "UTF-16 that was cut off",
      Buffer.from("\uFEFFcodigo;descricao\nA;Gel", "utf16le").subarray(0, -1),
    ],
    [
      "UTF-8 and Windows-1252 in one",
      Buffer.concat([Buffer.from("codigo;descricao\nA;Sabão\n"), Buffer.from("B;Pão\n", "latin1")]),
    ],
  ])("with %s are refused as a whole", async (_what, content) => {
    await expect(read(content)).rejects.toBeInstanceOf(UnreadableUpload);
  });

  it("whose values hold the comma that parts the columns are refused before a row is taken", async () => {
    await expect(read("codigo,descricao,pmc\nA,Pente,9\nB,Gel,9,90")).rejects.toBeInstanceOf(
      UnreadableUpload,
    );
  });
});

it("a random catalogue comes back from every dialect, or is refused: never with other values", async () => {
  const item = fc.record({
    description: fc
      .string({ minLength: 1, maxLength: 12, unit: fc.constantFrom(..."aÇõ;,\"' 0\t\n".split("")) })
      .map((value) => `x${value}x`),
    cents: fc.integer({ min: 1, max: 99_999_999 }),
    thousandths: fc.integer({ min: 0, max: 9_999_999 }),
  });
  const dialect = fc.record({
    separator: fc.constantFrom(";", ",", "\t"),
    quotes: fc.constantFrom("all", "needed", "none"),
    encoding: fc.constantFrom<BufferEncoding>("utf8", "latin1", "utf16le"),
    mark: fc.constantFrom(",", "."),
    thousands: fc.boolean(),
    places: fc.constantFrom(0, 3),
    ends: fc.constantFrom("\n", "\r\n"),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(item, { minLength: 1, maxLength: 6 }), dialect, async (items, as) => {
      const digits = (value: number, places: number) => {
        const [whole = "", rest = ""] = value.toFixed(places).split(".");
        // A comma is a decimal comma here, and English thousands without decimals look like one.
        const grouped =
          as.thousands && (as.mark === "," || places > 0)
            ? whole.replace(/\B(?=(\d{3})+$)/g, as.mark === "," ? "." : ",")
            : whole;
        return rest === "" ? grouped : `${grouped}${as.mark}${rest}`;
      };
      // Without quotes a line's end inside a text is the end of the row.
      const textOf = (value: string) => (as.quotes === "none" ? value.replaceAll("\n", "") : value);
      const quote = (cell: string) =>
        as.quotes === "all" || (as.quotes === "needed" && /[;,\t"\n]/.test(cell))
          ? `"${cell.replaceAll('"', '""')}"`
          : cell;
      const rows = items.map((one, index) => [
        `P${index}`,
        textOf(one.description),
        BRANCH,
        digits(one.cents / 100, 2),
        digits(as.places === 0 ? one.thousandths : one.thousandths / 1000, as.places),
      ]);
      const lines = [["codigo", "descricao", "cnpj_filial", "preco", "estoque"], ...rows].map(
        (cells) => cells.map(quote).join(as.separator),
      );
      const text = `${as.encoding === "utf16le" ? "\uFEFF" : ""}${lines.join(as.ends)}`;
      let readings: Reading[] = [];
      try {
        readings = await read(Buffer.from(text, as.encoding));
      } catch (error) {
        if (!(error instanceof UnreadableUpload)) throw error;
      }
      for (const reading of readings) {
        if (!reading.document) continue;
        const { code, price, stock, product: fields } = product(reading);
        const one = items[Number(code.slice(1))];
        expect({ cents: price?.priceCents, stock, text: fields?.description }).toEqual({
          cents: one?.cents,
          stock: as.places === 0 ? one?.thousandths : (one?.thousandths ?? 0) / 1000,
          text: textOf(one?.description ?? "").replace(/\t+/g, " "),
        });
      }
    }),
    { numRuns: 200 },
  );
});
