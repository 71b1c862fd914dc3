import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { stringify } from "csv-stringify/sync";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { gtin, storeCnpj } from "@/e2e/support/build-fiscal-xml.ts";
import type { InboxContext, Reading, SaleDocument } from "../document.ts";
import { readCsv } from "./read-csv.ts";

const directory = mkdtempSync(path.join(tmpdir(), "enlace-csv-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const BRANCH = storeCnpj("40100200");
const context: InboxContext = {
  branchIdByCnpj: new Map([[BRANCH, 7]]),
  timeZone: "America/Sao_Paulo",
  now: new Date("2026-11-20T12:00:00Z"),
};
const HEAD =
  "cnpj_filial;data;hora;cupom;caixa;tipo;codigo;ean;descricao;quantidade;valor_unitario;desconto;acrescimo;valor_liquido;forma_pagamento;total_cupom";
let files = 0;

async function read(content: string | Buffer, skip = 0): Promise<(Reading & { place: string })[]> {
  const file = path.join(directory, `${(files += 1)}.csv`);
  writeFileSync(file, content);
  const readings: (Reading & { place: string })[] = [];
  for await (const unit of readCsv(file, context, skip))
    for (const reading of await unit.read()) readings.push({ ...reading, place: unit.place });
  return readings;
}
const row = (change: Partial<Record<string, string>> = {}): string => {
  const cells: Record<string, string> = {
    cnpj_filial: BRANCH,
    data: "10/11/2026",
    hora: "22:15",
    cupom: "55",
    caixa: "2",
    tipo: "venda",
    codigo: "A1",
    ean: gtin(1),
    descricao: "Sabão",
    quantidade: "2",
    valor_unitario: "9,99",
    desconto: "0,48",
    acrescimo: "",
    valor_liquido: "19,50",
    forma_pagamento: "pix",
    total_cupom: "",
    ...change,
  };
  return HEAD.split(";")
    .map((name) => cells[name])
    .join(";");
};
const refusals = (readings: Reading[]) =>
  readings.map((reading) => (reading.document === null ? reading.refusal.code : "ok"));

describe("sales", () => {
  it("joins the rows of a receipt and knows its hour in the organization's zone", async () => {
    const [reading, ...rest] = await read(
      [
        HEAD,
        row({ total_cupom: "29,50" }),
        row({
          codigo: "B",
          ean: "",
          quantidade: "1,000",
          valor_unitario: "10.00",
          desconto: "",
          valor_liquido: "",
          total_cupom: "29,50",
        }),
      ].join("\r\n"),
    );
    expect(rest).toEqual([]);
    const sale = reading?.document as SaleDocument;
    expect(sale).toMatchObject({
      kind: "sale",
      branchId: 7,
      number: "55",
      register: "2",
      totalCents: 2950,
      payments: [{ method: "17", amountCents: 2950 }],
    });
    expect(sale.soldAt.toISOString()).toBe("2026-11-11T01:15:00.000Z");
    expect(sale.lines).toHaveLength(2);
    expect(reading?.place).toBe("linhas 2 a 3");
  });

  it.each([
    ["UTF-8", (text: string) => Buffer.from(text)],
    ["UTF-8 with mark", (text: string) => Buffer.from(`\uFEFF${text}`)],
    ["ISO-8859-1", (text: string) => Buffer.from(text, "latin1")],
  ])("reads %s", async (_name, encode) => {
    expect((await read(encode([HEAD, row()].join("\n"))))[0]?.document).toMatchObject({
      lines: [{ description: "Sabão" }],
    });
  });

  it.each<[string, Partial<Record<string, string>>]>([
    ["unknown_branch", { cnpj_filial: storeCnpj("99900011") }],
    ["invalid_value", { data: "31/02/2026" }],
    ["invalid_value", { hora: "25:00" }],
    ["invalid_value", { quantidade: "dois" }],
    ["invalid_value", { quantidade: "-1" }],
    ["invalid_value", { valor_unitario: "1,2,3" }],
    ["invalid_value", { tipo: "troca" }],
    ["invalid_value", { forma_pagamento: "escambo" }],
    ["missing_value", { descricao: "" }],
    ["line_does_not_sum", { valor_liquido: "19,40" }],
    ["lines_do_not_sum", { total_cupom: "19,49" }],
    ["payments_do_not_sum", { forma_pagamento: "01:10,00|03:5,00" }],
    ["future", { data: "10/12/2026" }],
    ["wrong_width", { total_cupom: "19,50;sobra" }],
  ])("refuses one receipt with %s and takes the next", async (code, change) => {
    const readings = await read([HEAD, row(change), row({ cupom: "56" })].join("\n"));
    expect(refusals(readings)).toEqual([code, "ok"]);
    const [first] = readings;
    if (first?.document === null && code !== "unknown_branch" && code !== "lines_do_not_sum")
      expect(first.refusal.reason).toMatch(/^Linha 2: .+\.$/);
  });

  it("accepts an EAN with a wrong digit without it", async () => {
    const [reading] = await read([HEAD, row({ ean: "7891000100104" })].join("\n"));
    expect(reading).toMatchObject({
      document: { lines: [{ ean: "" }] },
      warnings: [{ code: "wrong_ean" }],
    });
  });

  it("links a cancellation to the sale of the same number", async () => {
    const [sale, cancellation] = await read(
      [HEAD, row(), row({ tipo: "cancelamento" })].join("\n"),
    );
    const written = sale?.document as SaleDocument;
    expect(cancellation?.document).toMatchObject({
      type: "cancellation",
      documentKey: written.documentKey,
      branchId: 7,
    });
  });

  it("goes on after what was done before", async () => {
    const content = [
      HEAD,
      ...Array.from({ length: 5 }, (_, index) => row({ cupom: String(index) })),
    ].join("\n");
    expect(
      (await read(content, 3)).map((reading) => (reading.document as SaleDocument).number),
    ).toEqual(["3", "4"]);
  });
});

it("reads products with several EANs, prices and stock", async () => {
  const [first, second, third] = await read(
    `Código;Descrição;EAN;CNPJ filial;Preço;Estoque;PMC\nA;"Sabão; azul";${gtin(1)}|${gtin(2)};${BRANCH};9,99;-2,5;12,90\nB;Pente;;;;;\nC;Escova;;;5,00;;`,
  );
  expect(first?.document).toMatchObject({
    type: "product",
    code: "A",
    product: { description: "Sabão; azul", eans: [gtin(1), gtin(2)], pmcCents: 1290 },
    branchId: 7,
    price: { priceCents: 999 },
    stock: -2.5,
  });
  expect(second?.document).toMatchObject({ code: "B", branchId: null, price: null, stock: null });
  expect(third).toMatchObject({ document: null, refusal: { code: "missing_value" } });
});

it("gives back every receipt that was written as CSV", async () => {
  const text = fc
    .string({ minLength: 1, maxLength: 30, unit: fc.constantFrom(..."aÇõ;\"' 09-<".split("")) })
    .filter((value) => value.trim() === value);
  const item = fc.record({
    code: fc.integer({ min: 1, max: 9999 }),
    description: text,
    quantity: fc.integer({ min: 1, max: 99 }),
    cents: fc.integer({ min: 1, max: 99_999 }),
    comma: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(item, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 6 }),
      async (receipts) => {
        const decimal = (cents: number, comma: boolean) =>
          (cents / 100).toFixed(2).replace(".", comma ? "," : ".");
        const rows = receipts.flatMap((items, number) =>
          items.map((one) => [
            BRANCH,
            "2026-11-10",
            "",
            number + 1,
            "",
            "",
            one.code,
            "",
            one.description,
            one.quantity,
            decimal(one.cents, one.comma),
            "",
            "",
            decimal(one.quantity * one.cents, one.comma),
            "",
            "",
          ]),
        );
        const readings = await read(stringify([HEAD.split(";"), ...rows], { delimiter: ";" }));
        expect(
          readings.map((reading) =>
            (reading.document as SaleDocument).lines.map(
              ({ productCode, description, quantity, netCents }) => ({
                productCode,
                description,
                quantity,
                netCents,
              }),
            ),
          ),
        ).toEqual(
          receipts.map((items) =>
            items.map((one) => ({
              productCode: String(one.code),
              description: one.description,
              quantity: one.quantity,
              netCents: one.quantity * one.cents,
            })),
          ),
        );
      },
    ),
    { numRuns: 60 },
  );
});
