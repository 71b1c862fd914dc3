import fc from "fast-check";
import { expect, it } from "vitest";
import { buildNote, plainLine, storeCnpj } from "@/e2e/support/build-fiscal-xml.ts";
import { formatDecimal } from "@/lib/core/money.ts";
import type { Reading, SaleDocument } from "../document.ts";
import { readFiscalXml } from "./read-fiscal-xml.ts";

const BRANCH = storeCnpj("40100200");
const context = {
  branchIdByCnpj: new Map([[BRANCH, 7]]),
  timeZone: "America/Sao_Paulo",
  now: new Date("2026-11-20T12:00:00Z"),
};
const plain = (change: Partial<Parameters<typeof buildNote>[0]> = {}) =>
  buildNote({
    issuer: BRANCH,
    number: 120,
    issuedAt: "2026-11-10T22:15:00-03:00",
    lines: [plainLine(1000), plainLine(500, 2)],
    ...change,
  });
const read = (xml: string): Reading =>
  readFiscalXml(new TextEncoder().encode(xml), context)[0] as Reading;
/** Puts something into the taxes of the first line. */
const taxed = (taxes: string, xml: string) => xml.replace("<imposto>", `<imposto>${taxes}`);
const relief = (cents: number, flag: string) =>
  `<ICMS40><vICMSDeson>${formatDecimal(cents)}</vICMSDeson>${flag && `<indDeduzDeson>${flag}</indDeduzDeson>`}</ICMS40>`;

/** Whatever is odd about a sale, its lines and its payments sum to its total. */
function expectBalanced(reading: Reading): SaleDocument {
  const sale = reading.document as SaleDocument;
  expect(sale?.type).toBe("sale");
  const sum = (value: (line: SaleDocument["lines"][number]) => number) =>
    sale.lines.reduce((all, line) => all + value(line), 0);
  expect(sum(({ netCents }) => netCents)).toBe(sale.totalCents);
  expect({ ...sale, lines: [] }).toMatchObject({
    grossCents: sum(({ grossCents }) => grossCents),
    discountCents: sum(({ discountCents }) => discountCents),
    surchargeCents: sum(({ surchargeCents }) => surchargeCents),
  });
  expect(sale.payments.reduce((sum, { amountCents }) => sum + amountCents, 0)).toBe(
    sale.totalCents,
  );
  for (const line of sale.lines) {
    expect(line.grossCents - line.discountCents + line.surchargeCents).toBe(line.netCents);
    expect(line.quantity).toBeGreaterThan(0);
    for (const part of [line.grossCents, line.discountCents, line.surchargeCents, line.netCents])
      expect(part).toBeGreaterThanOrEqual(0);
  }
  return sale;
}

it.each<[string, string, number, number[], string[]]>([
  [
    "import duty in the total",
    taxed("<II><vII>1.00</vII></II>", plain({ totalCents: 1600 })),
    1600,
    [1100, 500],
    [],
  ],
  [
    "import duty outside the total",
    taxed("<II><vII>1.00</vII></II>", plain({ totalCents: 1500 })),
    1500,
    [1000, 500],
    [],
  ],
  [
    "PIS and COFINS in the total of an import",
    taxed(
      "<II><vII>1.00</vII></II><PIS><PISOutr><vPIS>0.20</vPIS></PISOutr></PIS><COFINS><COFINSOutr><vCOFINS>0.30</vCOFINS></COFINSOutr></COFINS>",
      plain({ totalCents: 1650 }),
    ),
    1650,
    [1150, 500],
    [],
  ],
  [
    "PIS-ST that counts",
    taxed(
      "<PISST><vPIS>0.20</vPIS><indSomaPISST>1</indSomaPISST></PISST>",
      plain({ totalCents: 1520 }),
    ),
    1520,
    [1020, 500],
    [],
  ],
  [
    "PIS-ST that does not count",
    taxed(
      "<PISST><vPIS>0.20</vPIS><indSomaPISST>0</indSomaPISST></PISST>",
      plain({ totalCents: 1500 }),
    ),
    1500,
    [1000, 500],
    [],
  ],
  [
    "COFINS-ST without a word",
    taxed("<COFINSST><vCOFINS>0.20</vCOFINS></COFINSST>", plain({ totalCents: 1520 })),
    1520,
    [1020, 500],
    [],
  ],
  [
    "relief deducted on one line and not on the other",
    plain({ totalCents: 1400 })
      .replace(/<ICMS40>.*?<\/ICMS40>/, relief(100, "1"))
      .replace(/<ICMS40><orig>.*?<\/ICMS40>/, relief(50, "0")),
    1400,
    [900, 500],
    [],
  ],
  [
    "relief deducted without a word",
    plain({ totalCents: 1400 }).replace(/<ICMS40>.*?<\/ICMS40>/, relief(100, "")),
    1400,
    [900, 500],
    [],
  ],
  [
    "a discount on a line that does not count",
    plain({
      lines: [plainLine(1000), plainLine(500, 2)],
      totalCents: 1000,
      payments: [{ method: "01", cents: 1000 }],
    })
      .replace(/(<cProd>P2.*?)<indTot>1/, "$1<vDesc>1.00</vDesc><indTot>0")
      .replace("<vProd>15.00</vProd><vFrete>", "<vProd>10.00</vProd><vFrete>"),
    1000,
    [1000, 0],
    [],
  ],
  [
    "the taxes of 2027 on top",
    taxed(
      "<IBSCBS><gIBSCBS><vIBS>0.10</vIBS><gCBS><vCBS>0.90</vCBS></gCBS></gIBSCBS></IBSCBS>",
      plain({ payments: [{ method: "01", cents: 1600 }] }).replace(
        "</IBSCBSTot>",
        "</IBSCBSTot><vNFTot>16.00</vNFTot>",
      ),
    ),
    1600,
    [1100, 500],
    [],
  ],
  [
    "a total that nothing explains",
    plain({ totalCents: 1507 }),
    1507,
    [1007, 500],
    ["total_differs"],
  ],
  [
    "freight that only its totals tell",
    plain({ totalCents: 1600 }).replace("<vFrete>0.00", "<vFrete>1.00"),
    1600,
    [1100, 500],
    ["total_differs"],
  ],
  [
    "a discount that only its totals tell",
    plain({ totalCents: 1400 }).replace("<vDesc>0.00", "<vDesc>1.00"),
    1400,
    [900, 500],
    ["total_differs"],
  ],
  [
    "a payment in part",
    plain({ payments: [{ method: "17", cents: 900 }] }),
    1500,
    [1000, 500],
    ["payments_do_not_sum"],
  ],
  [
    "a payment of 0",
    plain({ payments: [{ method: "01", cents: 0 }] }),
    1500,
    [1000, 500],
    ["payments_do_not_sum"],
  ],
  [
    "change that is not told",
    plain({ payments: [{ method: "01", cents: 2000 }] }),
    1500,
    [1000, 500],
    ["payments_do_not_sum"],
  ],
  [
    "a lot of quantity 0",
    plain({ lines: [{ ...plainLine(1500), lot: "L1" }] }).replace("<qLote>1<", "<qLote>0.000<"),
    1500,
    [1500],
    ["empty_lot"],
  ],
  [
    "a line of quantity 0",
    plain({ lines: [plainLine(1000), { ...plainLine(500, 2), quantity: 0 }] }),
    1500,
    [1500],
    ["empty_line"],
  ],
])("takes a note with %s", (_name, xml, total, nets, warnings) => {
  const reading = read(xml);
  const sale = expectBalanced(reading);
  expect(sale.totalCents).toBe(total);
  expect(sale.lines.map(({ netCents }) => netCents)).toEqual(nets);
  expect(reading.warnings.map(({ code }) => code)).toEqual(warnings);
});

it.each<[string, (xml: string) => string, string]>([
  [
    "of another value",
    (xml) => xml.replace("<vProd>5.00</vProd>", "<vProd>7.00</vProd>"),
    "item 2",
  ],
  [
    "of another quantity",
    (xml) =>
      xml.replace(/(P2.*?<qCom>)1/, "$12").replace("<vProd>5.00</vProd>", "<vProd>6.00</vProd>"),
    "item 2",
  ],
  ["that is gone", (xml) => xml.replace(/<det nItem="1">.*?<\/det>/, ""), "Falta o item 1"],
])(
  "names the item of a note that was changed after it was authorised: one %s",
  (_name, change, words) => {
    const reading = read(change(plain()));
    expect(reading.document === null && reading.refusal).toMatchObject({
      code: "lines_do_not_sum",
      reason: expect.stringContaining(words),
    });
  },
);

it("keeps lines, payments and total together whatever the total and the payments are", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5000 }),
      fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 0, max: 300 }),
      (totalCents, paid, duty) => {
        const payments = paid.map((cents) => ({ method: "17", cents }));
        const xml = plain({ totalCents, payments });
        expectBalanced(read(taxed(`<II><vII>${formatDecimal(duty)}</vII></II>`, xml)));
      },
    ),
    { numRuns: 60 },
  );
});
