import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
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
      [130, 990],
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
  ])("a column of %j is read as %j", async (cells, expected) => {
    expect(await prices(...cells)).toEqual(expected);
  });

  it("a stock of two readings is refused by line and column with both", async () => {
    expect(reasons(await read(`${HEAD}\nA;Pente;${BRANCH};;1.500`))).toEqual([
      expect.stringMatching(/^Linha 2: a coluna estoque traz 1\.500, que pode ser 1500 ou 1,500\./),
    ]);
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
