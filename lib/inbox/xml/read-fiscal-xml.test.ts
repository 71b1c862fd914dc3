import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  accessKey,
  buildCancellation,
  buildNote,
  type FiscalNote,
  gtin,
  plainLine,
  storeCnpj,
  totalOf,
} from "@/e2e/support/build-fiscal-xml.ts";
import { completeCnpj } from "@/lib/core/documents.ts";
import type { InboxContext, Reading, SaleDocument } from "../document.ts";
import { readFiscalXml } from "./read-fiscal-xml.ts";

const BRANCH = storeCnpj("40100200");
const OTHER_BRANCH = storeCnpj("40100200", 2);
const SUPPLIER = storeCnpj("77700011");
const context: InboxContext = {
  branchIdByCnpj: new Map([
    [BRANCH, 7],
    [OTHER_BRANCH, 8],
  ]),
  timeZone: "America/Sao_Paulo",
  now: new Date("2026-11-20T12:00:00Z"),
};
const note = (change: Partial<FiscalNote> = {}): FiscalNote => ({
  issuer: BRANCH,
  number: 120,
  issuedAt: "2026-11-10T22:15:00-03:00",
  lines: [plainLine()],
  ...change,
});
const encode = (text: string) => new TextEncoder().encode(text);
const read = (xml: string | Uint8Array): Reading => {
  const readings = readFiscalXml(typeof xml === "string" ? encode(xml) : xml, context);
  expect(readings).toHaveLength(1);
  return readings[0] as Reading;
};
const refusalOf = (xml: string | Uint8Array) => {
  const reading = read(xml);
  return reading.document === null
    ? reading.refusal
    : { code: `accepted ${reading.document.type}`, reason: "", documentKey: "" };
};
const saleOf = (xml: string) => read(xml).document as SaleDocument;

describe("what becomes of a document", () => {
  it("reads a receipt as a sale of its branch, with medicine and lot", () => {
    const sale = saleOf(
      buildNote(
        note({
          series: 3,
          lines: [{ ...plainLine(2599), anvisa: "1234567890123", lot: "L-77" }],
          recipient: { cpf: "52998224725" },
          payments: [{ method: "01", cents: 3000 }],
          changeCents: 401,
        }),
      ),
    );
    expect(sale).toMatchObject({
      kind: "sale",
      branchId: 7,
      model: "65",
      number: "120",
      register: "3",
      totalCents: 2599,
      customerDocument: "52998224725",
      payments: [{ method: "01", amountCents: 2599 }],
    });
    expect(sale.lines[0]).toMatchObject({
      msRegistration: "1234567890123",
      lot: "L-77",
      ean: gtin(1),
      netCents: 2599,
    });
    expect(sale.soldAt.toISOString()).toBe("2026-11-11T01:15:00.000Z");
  });

  it.each<[string, Partial<FiscalNote>, object]>([
    ["invoice going out", { model: "55" }, { type: "sale", kind: "sale" }],
    [
      "customer's goods coming back",
      {
        model: "55",
        direction: "0",
        purpose: "4",
        referenced: "K",
        lines: [{ ...plainLine(), cfop: "1202" }],
      },
      { type: "sale", kind: "return", originalKey: "K" },
    ],
    [
      "supplier's invoice",
      { model: "55", issuer: SUPPLIER, recipient: { cnpj: BRANCH } },
      { type: "purchase", supplierCnpj: SUPPLIER },
    ],
    [
      "return to a supplier",
      {
        model: "55",
        purpose: "4",
        recipient: { cnpj: SUPPLIER },
        lines: [{ ...plainLine(), cfop: "5202" }],
      },
      { type: "purchase", kind: "return", branchId: 7, supplierCnpj: SUPPLIER },
    ],
    [
      "transfer between two stores",
      { model: "55", recipient: { cnpj: OTHER_BRANCH }, lines: [{ ...plainLine(), cfop: "5152" }] },
      { type: "purchase", branchId: 8 },
    ],
  ])("takes an %s", (_name, change, expected) => {
    expect(read(buildNote(note(change))).document).toMatchObject(expected);
  });

  it.each<[string, Partial<FiscalNote>]>([
    ["mirrors_receipt", { model: "55", lines: [{ ...plainLine(), cfop: "5929" }] }],
    ["not_a_sale", { model: "55", lines: [{ ...plainLine(), cfop: "5949" }] }],
    ["not_a_sale", { model: "55", purpose: "2" }],
    ["not_authorised", { status: null }],
    ["not_authorised", { status: "110" }],
    ["homologation", { environment: "2" }],
    ["unknown_branch", { issuer: SUPPLIER }],
    ["not_a_sale", { lines: [{ ...plainLine(), quantity: 0 }] }],
    ["future", { issuedAt: "2026-12-10T10:00:00-03:00" }],
  ])("refuses with %s", (code, change) => {
    const refusal = refusalOf(buildNote(note(change)));
    expect(refusal.code).toBe(code);
    expect(refusal.reason).toMatch(/^[A-ZÀ-Ú].+\.$/);
    expect(refusal.documentKey).toHaveLength(44);
  });

  it("refuses a key with a wrong digit, and one of other data", () => {
    const good = accessKey(note());
    const wrong = good.slice(0, 43) + ((Number(good[43]) + 1) % 10);
    expect(refusalOf(buildNote(note({ key: wrong }))).code).toBe("wrong_check_digit");
    expect(refusalOf(buildNote(note({ key: accessKey(note({ number: 121 })) }))).code).toBe(
      "key_mismatch",
    );
  });

  it("keeps the sale and leaves out an EAN with a wrong digit", () => {
    const reading = read(buildNote(note({ lines: [{ ...plainLine(), ean: "7891000100104" }] })));
    expect(reading.document).toMatchObject({ lines: [{ ean: "" }] });
    expect(reading.warnings).toMatchObject([{ code: "wrong_ean" }]);
  });

  it("understands an alphanumeric CNPJ", () => {
    const cnpj = completeCnpj("12ABC34501DE");
    const [reading] = readFiscalXml(encode(buildNote(note({ issuer: cnpj }))), {
      ...context,
      branchIdByCnpj: new Map([[cnpj, 1]]),
    });
    expect(reading?.document).toMatchObject({ type: "sale", branchId: 1 });
  });

  it("reads cancellations, also by substitution, and only registered ones", () => {
    const key = accessKey(note());
    expect(read(buildCancellation(key, "2026-11-11T10:00:00-03:00")).document).toMatchObject({
      type: "cancellation",
      documentKey: key,
      branchId: 7,
    });
    expect(
      read(buildCancellation(key, "2026-11-11T10:00:00-03:00", { kind: "110112" })).document,
    ).toMatchObject({ type: "cancellation" });
    expect(
      refusalOf(buildCancellation(key, "2026-11-11T10:00:00-03:00", { status: "573" })).code,
    ).toBe("cancelled_elsewhere");
    expect(
      refusalOf(buildCancellation(key, "2026-11-11T10:00:00-03:00", { status: "501" })).code,
    ).toBe("not_authorised");
    expect(
      refusalOf(buildCancellation(key, "2026-11-11T10:00:00-03:00", { environment: "2" })).code,
    ).toBe("homologation");
    expect(
      refusalOf(buildCancellation(key, "2026-11-11T10:00:00-03:00", { kind: "110110" })).code,
    ).toBe("unsupported_event");
  });
});

describe("what is no document", () => {
  it.each<[string, string | Uint8Array]>([
    ["empty_file", ""],
    ["empty_file", " \n"],
    ["not_xml", "<nfeProc><NFe>"],
    ["not_xml", buildNote(note()).slice(0, -20)],
    ["unsupported_document", "<cteProc/>"],
    ["unsupported_document", "<nfeProc><NFe/></nfeProc>"],
    ["wrong_encoding", Buffer.from('<?xml version="1.0" encoding="UTF-8"?><a>ação</a>', "latin1")],
    ["too_complex", `${"<a>".repeat(500)}${"</a>".repeat(500)}`],
    ["too_complex", `<a>${"<b/>".repeat(250_000)}</a>`],
    ["too_large", Buffer.alloc(6 * 1024 * 1024, 0x20)],
  ])("is refused with %s", (code, xml) => {
    expect(refusalOf(xml).code).toBe(code);
  });

  it("reads a document in ISO-8859-1 that says so", () => {
    const xml = buildNote(note({ lines: [{ ...plainLine(), description: "Sabão" }] }))
      .replace('encoding="UTF-8"', 'encoding="ISO-8859-1"')
      .replace("&#227;", "ã");
    expect(read(Buffer.from(xml, "latin1")).document).toMatchObject({
      lines: [{ description: "Sabão" }],
    });
  });

  it.each([
    ["an external entity", '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'],
    ["an external DTD", '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">'],
    ["a parameter entity", '<!DOCTYPE a [<!ENTITY % p SYSTEM "file:///etc/hostname"> %p;]>'],
    [
      "a billion laughs",
      `<!DOCTYPE l [<!ENTITY a "ha">${Array.from({ length: 9 }, (_, level) => `<!ENTITY ${"abcdefghij"[level + 1]} "${`&${"abcdefghij"[level]};`.repeat(10)}">`).join("")}]>`,
    ],
    ["a quadratic bomb", `<!DOCTYPE b [<!ENTITY a "${"a".repeat(100_000)}">]>`],
  ])("refuses %s", (_name, prologue) => {
    expect(refusalOf(buildNote(note({ prologue })))).toMatchObject({ code: "doctype" });
  });

  it("does not know entities that nobody declared", () => {
    expect(refusalOf(buildNote(note()).replace("VENDA", "&xxe;")).code).toBe("unknown_entity");
  });
});

const line = fc
  .record({
    quantity: fc.integer({ min: 1, max: 50 }),
    unitPriceCents: fc.integer({ min: 1, max: 50_000 }),
    ean: fc.option(fc.integer({ min: 1, max: 999_999 }), { nil: undefined }),
    description: fc
      .string({
        minLength: 1,
        maxLength: 40,
        unit: fc.constantFrom(..."aÇõ &<>\"'éZ09-".split("")),
      })
      .filter((text) => text.trim() === text && text !== ""),
    off: fc.double({ min: 0, max: 0.9, noNaN: true }),
    otherCents: fc.integer({ min: 0, max: 500 }),
  })
  .map(({ quantity, unitPriceCents, ean, description, off, otherCents }, index = 0) => ({
    code: `C${index}`,
    ean: ean === undefined ? "" : gtin(ean),
    description,
    quantity,
    unitPriceCents,
    grossCents: quantity * unitPriceCents,
    discountCents: Math.floor(quantity * unitPriceCents * off),
    otherCents,
  }));

it("gives back every sale that was written as XML", () => {
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 1, max: 999 }),
      fc.integer({ min: 1, max: 999_999_999 }),
      fc.integer({ min: 0, max: 5000 }),
      (lines, series, number, change) => {
        const written = note({ lines, series, number });
        const total = totalOf(written);
        written.payments = [
          { method: "17", cents: Math.floor(total / 3) },
          { method: "01", cents: total - Math.floor(total / 3) + change },
        ];
        written.changeCents = change;
        const sale = saleOf(buildNote(written));
        expect(sale).toMatchObject({
          documentKey: accessKey(written),
          totalCents: total,
          register: String(series),
          number: String(number),
        });
        expect(
          sale.lines.map(
            ({ productCode, ean, description, quantity, unitPriceCents, grossCents }) => ({
              code: productCode,
              ean,
              description,
              quantity,
              unitPriceCents,
              grossCents,
            }),
          ),
        ).toEqual(
          lines.map(({ code, ean, description, quantity, unitPriceCents, grossCents }) => ({
            code,
            ean,
            description,
            quantity,
            unitPriceCents,
            grossCents,
          })),
        );
        expect(sale.lines.reduce((sum, { netCents }) => sum + netCents, 0)).toBe(total);
        expect(sale.payments.reduce((sum, { amountCents }) => sum + amountCents, 0)).toBe(total);
      },
    ),
    { numRuns: 300 },
  );
});
