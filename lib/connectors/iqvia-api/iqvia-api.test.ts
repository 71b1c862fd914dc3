import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { checkDay } from "@/e2e/sandbox/iqvia-api/check-day.ts";
import type { DayBody } from "@/e2e/sandbox/iqvia-api/layout-shape.ts";
import { type Sandbox, startSandbox } from "@/e2e/sandbox/start-sandbox.ts";
import { CONNECTOR_USES } from "@/e2e/sandbox/connector-uses.ts";
import { isGtin } from "@/lib/core/documents.ts";
import { kindOf } from "@/lib/core/errors.ts";
import type { Sale } from "@/lib/core/movement.ts";
import { arbitrarySales } from "../conformance/arbitrary-sales.ts";
import { FIXED_DAY, makeLine, makeSale } from "../conformance/fixed-day.ts";
import { openBench } from "../conformance/make-context.ts";
import { readParts } from "../conformance/read-parts.ts";
import { cleanText } from "./clean-text.ts";
import { iqviaApi } from "./index.ts";
import { professionalCode } from "./registers.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ only: ["iqvia-api"], answerDelay: 0 });
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.reset("iqvia-api"));

const open = (options: Partial<Parameters<typeof openBench>[1]> = {}) =>
  openBench(iqviaApi, {
    ...options,
    settings: { ...CONNECTOR_USES["iqvia-api"]!.settings(sandbox), ...options.settings },
  });

async function daysOf(
  bench: ReturnType<typeof open>,
): Promise<Array<{ name: string; body: DayBody }>> {
  const [file] = await bench.prepare("sales");
  return (await readParts(file!)).map(({ name, text }) => ({
    name,
    body: JSON.parse(text) as DayBody,
  }));
}
const dayOf = async (options: Parameters<typeof open>[0]) => (await daysOf(open(options)))[0]!.body;

test("whatever was sold, the day's file is taken: nothing refers outside it, nothing is too long or negative", async () => {
  await fc.assert(
    fc.asyncProperty(arbitrarySales, async (sales) => {
      const bench = open({ sales });
      const [file] = await bench.prepare("sales");
      const [part] = await readParts(file!);
      const check = checkDay(part!.name, Buffer.from(part!.text));
      expect(check.problems).toEqual([]);
      expect(check.rows).toBe(file!.rows);
      const sendable = sales
        .flatMap((sale) => sale.lines)
        .filter(
          ({ productCode, ean }) => productCode === "1001" || (isGtin(ean) && !ean.startsWith("2")),
        );
      // A product known by its EAN from one line is known in all of them.
      expect(file!.rows).toBeGreaterThanOrEqual(bench.refused.length > 0 ? 0 : sendable.length);
    }),
    { numRuns: 60 },
  );
});

describe("the file", () => {
  test("one JSON a day in one zip, empty days and all fourteen arrays included, the same bytes again", async () => {
    const period = { first: "2026-03-03", last: FIXED_DAY };
    const days = await daysOf(open({ period }));
    expect(
      days.map(({ name, body }) => [
        name,
        Object.values(body).filter(Array.isArray).length,
        body.vendas.length,
      ]),
    ).toEqual([
      ["U_REDE_MODELO_20260303.json", 14, 0],
      ["U_REDE_MODELO_20260304.json", 14, 0],
      ["U_REDE_MODELO_20260305.json", 14, 5],
    ]);
    const [[first], [again]] = await Promise.all([
      open({ period }).prepare("sales"),
      open({ period }).prepare("sales"),
    ]);
    expect(first!.name).toBe("U_REDE_MODELO_20260303_20260305.zip");
    expect(again!.sha256).toBe(first!.sha256);
  });

  test("the MD5 is in the log", async () => {
    const bench = open();
    await bench.prepare("sales");
    expect(bench.lines.map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/^MD5 do ZIP: [0-9a-f]{32}\.$/),
    );
  });

  test("only the day that just ended claims the stock, never below zero", async () => {
    const days = await daysOf(
      open({ sales: [], period: { first: "2026-03-04", last: FIXED_DAY } }),
    );
    expect(
      days.map(({ body }) =>
        body.estoque.map(({ codEstab, codProd, qt }) => [codEstab, codProd, qt]),
      ),
    ).toEqual([
      [],
      [
        ["1", "1001", 12],
        ["2", "1001", 12],
      ],
    ]);
    expect((await dayOf({ period: { first: "2026-03-01", last: "2026-03-01" } })).estoque).toEqual(
      [],
    );
  });
});

describe("lines", () => {
  const only = (sale: Partial<Sale>, line: Parameters<typeof makeLine>[0] = {}) => [
    makeSale({ lines: [makeLine(line)], ...sale }),
  ];

  test("prices are of one unit, with the discount between them", async () => {
    const { vendas } = await dayOf({
      sales: only({}, { quantity: 3, discountCents: 387, onOffer: true }),
    });
    expect(vendas[0]).toMatchObject({
      qt: 3,
      preco: {
        valor: { liquido: 11.61, bruto: 12.9 },
        desconto: { paraConsumidorFinal: 2, perc: 10, valor: 1.29 },
      },
    });
  });

  test("what cost nothing is a gift at the store's price", async () => {
    const { vendas } = await dayOf({ sales: only({}, { unitPriceCents: 0 }) });
    expect(vendas[0]?.preco).toMatchObject({
      valor: { liquido: 12.9, bruto: 12.9 },
      desconto: { paraConsumidorFinal: 12, perc: 100, valor: 12.9 },
      icms: { valor: 0 },
    });
  });

  test("a gift nobody can price is refused with a sentence, once", async () => {
    const bench = open({
      sales: [
        ...only({ id: 1 }, { productCode: "77", unitPriceCents: 0 }),
        ...only({ id: 2 }, { productCode: "77", unitPriceCents: 0 }),
      ],
    });
    const [file] = await bench.prepare("sales");
    expect(file!.rows).toBe(0);
    expect(bench.refused).toEqual([
      expect.objectContaining({
        code: "BRINDE_SEM_PRECO",
        message: expect.stringContaining("O produto 77 saiu sem valor"),
      }),
    ]);
  });

  test("tax substitution goes by the CFOP; the rest at the rate of the registration", async () => {
    const lines = [
      makeLine({ cfop: "5405" }),
      makeLine({ lineNumber: 2, cfop: "5102", unitPriceCents: 1_000 }),
    ];
    const { vendas } = await dayOf({ sales: [makeSale({ lines })] });
    expect(
      vendas.map(({ preco }) => [
        preco.icms.cst,
        preco.icms.aliq,
        preco.icms.valor,
        preco.icms.subsTrib.embutidoPreco,
      ]),
    ).toEqual([
      ["060", 0, 0, 1],
      ["000", 18, 1.8, 0],
    ]);
  });

  test("the series is a text, a fiscal key goes along, parts of a package count as one", async () => {
    const key = "35260341902377000113650010000001011000001010";
    const { accessKeyCheckDigit } = await import("@/lib/core/documents.ts");
    const documentKey = key.slice(0, 43) + accessKeyCheckDigit(key.slice(0, 43));
    const { vendas } = await dayOf({
      sales: only({ documentKey, number: "000101" }, { quantity: 0.25, unitPriceCents: 1_000 }),
    });
    expect(vendas[0]).toMatchObject({
      docTipo: 3,
      docFiscalSerie: "1",
      docFiscalNum: 101,
      danfe: documentKey,
      qt: 1,
      preco: { valor: { liquido: 2.5 } },
    });
  });

  test("returns and cancellations are their own lines with positive quantities", async () => {
    const { vendas, vendasDevolucoesCancelamentos: undone } = await dayOf({});
    expect(vendas).toHaveLength(5);
    expect(undone.map(({ codEstab, qt }) => [codEstab, qt])).toEqual([
      ["1", 1],
      ["2", 1],
    ]);
  });

  test("a product without an EAN is left out with its lines, and the log says so", async () => {
    const bench = open({ sales: only({}, { productCode: "88", ean: "" }) });
    const body = (await daysOf(bench))[0]!.body;
    expect([body.vendas, body.produtos.map(({ cod }) => cod)]).toEqual([[], ["1001"]]);
    expect(bench.lines.map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/1 produto sem EAN/),
    );
  });

  test("a product the catalogue lost is described by the line that sold it", async () => {
    const { produtos } = await dayOf({
      sales: only({}, { productCode: "99", description: "SÃ£o JoÃ£o\n| xarope 😀".repeat(5) }),
    });
    expect(produtos.find(({ cod }) => cod === "99")?.apresent).toMatch(/^São João \| xarope 😀/);
  });
});

describe("people", () => {
  test("buyers are one customer a store without data; companies come with their CNPJ", async () => {
    const sales = [
      makeSale({ id: 1, customerDocument: "52998224725" }),
      makeSale({ id: 2 }),
      makeSale({ id: 3, customerDocument: "41902377000113" }),
    ];
    const { clientes, vendas } = await dayOf({ sales });
    expect(clientes.map(({ tipo, cod, doc, nome }) => [tipo, cod, doc, nome])).toEqual([
      [1, "CF1", "", ""],
      [2, "41902377000113", "41902377000113", ""],
    ]);
    expect(vendas.map(({ codCliente }) => codCliente)).toEqual(["CF1", "CF1", "41902377000113"]);
  });

  test("prescribers are named only where prescriptions are captured", async () => {
    const bench = open();
    const prescriptions = [];
    for await (const one of bench.ctx.movements.prescriptions({
      branchIds: [1, 2],
      period: bench.ctx.period,
    }))
      prescriptions.push(one);
    const one = prescriptions.find((prescription) => professionalCode(prescription) !== null)!;
    const sales = [
      makeSale({ branchId: one.branchId, lines: [makeLine({ prescriptionKey: one.key })] }),
    ];
    const captured = await dayOf({ sales });
    expect(captured.vendas[0]).toMatchObject({
      comPrescricao: 1,
      codProfSaude: professionalCode(one),
    });
    expect(captured.profissionaisSaude.map(({ cod }) => cod)).toContain(professionalCode(one));
    const plain = await dayOf({ sales, settings: { captacao_prescricao: "0" } });
    expect([plain.vendas[0]?.codProfSaude, plain.profissionaisSaude]).toEqual(["0", []]);
  });

  test.each([
    ["CRM", "91475", "SP", "CRM000091475SP"],
    ["CRMV", "12.345", "MG", "CRMV00012345MG"],
    ["CRM", "", "SP", null],
    ["CRM", "1234567890", "SP", null],
    ["", "1", "SP", null],
    ["CRM", "1", "", null],
  ])("%s %s %s is %s", (prescriberCouncil, prescriberNumber, prescriberState, code) => {
    expect(
      professionalCode({ prescriberCouncil, prescriberNumber, prescriberState } as Parameters<
        typeof professionalCode
      >[0]),
    ).toBe(code);
  });
});

describe("the verdict", () => {
  const sent = async (bench: ReturnType<typeof open>) => {
    const [file] = await bench.prepare("sales");
    const answer = await bench.deliver("sales", file!);
    return { ...file!, receipt: answer.receipt ?? null };
  };
  const confirm = (bench: ReturnType<typeof open>, file: Awaited<ReturnType<typeof sent>>) =>
    iqviaApi.operations.sales!.confirm!(bench.ctx, file);

  test("is asked for by guid: accepted", async () => {
    const bench = open();
    const file = await sent(bench);
    expect(file.receipt).toMatch(/^[0-9a-f-]{36}$/);
    expect(await confirm(bench, file)).toEqual({ status: "done" });
  });

  test("refused, with the partner's reasons", async () => {
    const bench = open({ settings: { "codIqvia:1": "CODIGO-LONGO-DEMAIS" } });
    bench.ctx.settings = {
      ...bench.ctx.settings,
      forBranch: (key, branchId) => (key === "telefone" ? "sem telefone" : String(branchId)),
    };
    expect(await confirm(bench, await sent(bench))).toMatchObject({
      status: "failed",
      detail: expect.stringMatching(/^A IQVIA recusou o arquivo \(ERRO\): .*tel/),
      rejections: expect.arrayContaining([expect.objectContaining({ code: "LAYOUT" })]),
    });
  });

  test("still open while the word is neither", async () => {
    const bench = open({ settings: { situacoes_aceito: "PRONTO" } });
    expect(await confirm(bench, await sent(bench))).toEqual({ status: "pending" });
  });

  test("garbage is no verdict", async () => {
    const bench = open();
    const file = await sent(bench);
    await sandbox.setFault("iqvia-api", { kind: "garbage" });
    expect(await confirm(bench, file).catch(kindOf)).toBe("unexpected_shape");
  });

  test("a period sent again replaces its days", async () => {
    await sent(open({ period: { first: "2026-03-04", last: FIXED_DAY } }));
    await sent(open());
    expect(sandbox.counts("iqvia-api")).toMatchObject({
      "Dias aceitos": 2,
      "Linhas aceitas": 7,
      "Dias substituídos": 1,
      "Arquivos recusados": 0,
    });
  });
});

test.each([
  ["SÃ£o JoÃ£o", 40, "São João"],
  ["Ação São Ñandú ãé", 40, "Ação São Ñandú ãé"],
  ["a\r\n\tb\u0000", 40, "a b"],
  ["abc def", 4, "abc"],
  ["😀😀😀", 2, "😀😀"],
])("%j at most %i is %j", (text, length, clean) => {
  expect(cleanText(text, length)).toBe(clean);
});
