import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { HOSTILE_VALUES, spoilFields } from "@/e2e/hostile/hostile-json.ts";
import { checkPurchase } from "@/e2e/sandbox/propz/check-purchase.ts";
import { type Sandbox, startSandbox } from "@/e2e/sandbox/start-sandbox.ts";
import { CONNECTOR_USES } from "@/e2e/sandbox/connector-uses.ts";
import { kindOf } from "@/lib/core/errors.ts";
import { arbitrarySales } from "../conformance/arbitrary-sales.ts";
import { FIXED_DAY, makeLine, makeSale } from "../conformance/fixed-day.ts";
import { openBench } from "../conformance/make-context.ts";
import type { Collected } from "../define.ts";
import { propz } from "./index.ts";
import { priceIn, type Promotion, titleOf } from "./offer.ts";

const CPF = "52998224725";
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ only: ["propz"] });
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.reset("propz"));

const open = (options: Partial<Parameters<typeof openBench>[1]> = {}) =>
  openBench(propz, {
    ...options,
    settings: { ...CONNECTOR_USES.propz!.settings(sandbox), ...options.settings },
  });
const kindOfFailure = (work: Promise<unknown>) => work.then(() => "none", kindOf);
const linesOf = async (file: { text(): Promise<string> }) =>
  (await file.text())
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

test("names the receipts that were cancelled after they had gone, and no others", async () => {
  const DAY_AFTER = "2026-03-08";
  const sales = [1, 2, 3].map((id) => makeSale({ id }));
  const undo = (id: number) =>
    makeSale({
      id: 10 + id,
      kind: "cancellation",
      documentKey: `DOC-${id}`,
      originalKey: `DOC-${id}`,
      day: DAY_AFTER,
    });
  const before = open({ sales: sales.slice(0, 2) });
  for (const file of await before.prepare("sales")) await before.deliver("sales", file);
  expect(before.accepted.size).toBe(2);
  const bench = open({
    sales: [...sales, undo(1), undo(3)],
    accepted: before.accepted,
    period: { first: DAY_AFTER, last: DAY_AFTER },
  });
  expect(await bench.prepare("sales")).toEqual([]);
  const told = bench.lines.filter(({ level }) => level === "warn").map(({ text }) => text);
  expect(told).toEqual([
    expect.stringContaining("1 cupom já enviado foi cancelado depois (nº 1). A Propz não recebe"),
  ]);
});

describe("whatever was sold", () => {
  test("Propz finds nothing wrong, and the amounts are those of the receipts", async () => {
    await fc.assert(
      fc.asyncProperty(arbitrarySales, async (sales) => {
        const bench = open({ sales });
        const files = await bench.prepare("sales");
        let cents = 0;
        for (const file of files) {
          const lines = await linesOf(file);
          expect([lines.length, file.records.length]).toEqual([file.rows, file.rows]);
          for (const line of lines) {
            expect(checkPurchase(line).problem).toBeNull();
            cents += Math.round(line.ticket.amount * 100);
          }
        }
        const undone = new Set(
          sales.filter(({ kind }) => kind === "cancellation").map(({ originalKey }) => originalKey),
        );
        const standing = sales.filter(
          (sale) => sale.kind === "sale" && !undone.has(sale.documentKey),
        );
        expect(bench.refused).toEqual([]);
        expect(cents).toBe(standing.reduce((sum, { totalCents }) => sum + totalCents, 0));
      }),
      { numRuns: 60 },
    );
  });

  test("ten reais of three units still sum to ten reais", async () => {
    const [file] = await open({
      sales: [
        makeSale({
          lines: [
            makeLine({ quantity: 3, unitPriceCents: 333, grossCents: 1_000, netCents: 1_000 }),
          ],
        }),
      ],
    }).prepare("sales");
    const [{ ticket }] = await linesOf(file!);
    expect([ticket.amount, ticket.items[0].unitPrice, ticket.items[0].quantity]).toEqual([
      10, 3.333333, 3,
    ]);
  });
});

describe("the customer", () => {
  const sale = (customerDocument: string) => makeSale({ customerDocument });
  test.each([
    ["consented", CPF, CPF],
    ["did not consent", "11144477735", undefined],
    ["is a stranger", "39053344705", undefined],
    ["has a wrong CPF", "12345678901", undefined],
    ["is not known", "", undefined],
  ])("who %s", async (_what, document, sent) => {
    const [file] = await open({ sales: [sale(document)] }).prepare("sales");
    expect((await linesOf(file!))[0].customer?.customerId).toBe(sent);
    const skipping = open({ sales: [sale(document)], settings: { sem_cliente: "pular" } });
    expect(await skipping.prepare("sales")).toHaveLength(sent ? 1 : 0);
    expect(skipping.lines.some(({ text }) => /não (foi enviado|foram enviados)/.test(text))).toBe(
      !sent,
    );
  });
});

describe("sending", () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      makeSale({ id: index + 1, number: String(index + 1) }),
    );

  test("a receipt Propz refuses is listed with its sentence, the rest is accepted", async () => {
    const bench = open({ sales: [...many(2), makeSale({ id: 3, register: "" })] });
    const [file] = await bench.prepare("sales");
    const answer = await bench.deliver("sales", file!);
    expect(answer.rejections).toEqual([
      {
        key: `1:${FIXED_DAY}:1-DOC-3`,
        code: "INVALID_PURCHASE",
        message: expect.stringMatching(/^Cupom 1-DOC-3: ticket\.posId/),
      },
    ]);
    expect(bench.accepted.size).toBe(2);
    expect(sandbox.counts("propz")["Compras aceitas"]).toBe(2);
  });

  test("after an outage in the middle it goes on where it stopped", async () => {
    const remembered = new Map();
    const bench = open({ sales: many(40), remembered });
    const [file] = await bench.prepare("sales");
    const { http } = bench.ctx;
    let calls = 0;
    bench.ctx.http = async (request) => {
      calls += 1;
      if (calls === 10) await sandbox.setFault("propz", { kind: "status", status: 503 });
      return http(request);
    };
    expect(await kindOfFailure(bench.deliver("sales", file!))).toBe("unavailable");
    expect(sandbox.counts("propz")["Compras aceitas"]).toBeGreaterThanOrEqual(8);
    await sandbox.clearFaults("propz");
    expect(await bench.deliver("sales", file!)).toMatchObject({ status: "done", rejections: [] });
    const { "Compras aceitas": kept, "Compras repetidas": repeated } = sandbox.counts("propz");
    expect(kept).toBe(40);
    // At most those on their way at the moment of the outage.
    expect(repeated).toBeLessThan(4);
    expect([...remembered.values()].filter(({ value }) => value !== null)).toEqual([]);
  });

  test("what is there already counts as accepted", async () => {
    const [file] = await open({ sales: many(3) }).prepare("sales");
    await open().deliver("sales", file!);
    expect(await open().deliver("sales", { ...file!, uncertain: true })).toMatchObject({
      status: "done",
      rejections: [],
    });
    expect(sandbox.counts("propz")).toMatchObject({ "Compras aceitas": 3, "Compras repetidas": 3 });
  });

  test("a wrong database is no matter of one receipt", async () => {
    const bench = open({ sales: many(1), settings: { token: "outro-banco-de-dados" } });
    const [file] = await bench.prepare("sales");
    expect(await kindOfFailure(bench.deliver("sales", file!))).toBe("auth");
  });
});

describe("offers", () => {
  const buyers = [
    makeSale({ id: 1, customerDocument: "11144477735" }),
    makeSale({ id: 2, customerDocument: CPF }),
  ];

  async function collect(options: Parameters<typeof open>[0] = {}) {
    const bench = open({ sales: buyers, ...options });
    const found = [];
    for await (const one of propz.operations.offers!.collect!(bench.ctx)) found.push(one);
    return { found, bench };
  }

  test("only customers who consented are asked about, and no CPF is left anywhere", async () => {
    const { found, bench } = await collect();
    expect(sandbox.counts("propz")["Consultas de ofertas recebidas"]).toBe(1);
    expect(JSON.stringify([found, bench.lines])).not.toMatch(/\d{11}/);
  });

  test("active ones come once with what they mean, personal ones under a pseudonym", async () => {
    const { found } = await collect();
    expect(found).toEqual([
      expect.objectContaining({
        kind: "offer",
        key: "mass-0001",
        title: "20% de desconto",
        branchId: 1,
        validFrom: expect.stringMatching(/^\d{4}-/),
        data: expect.objectContaining({ products: ["1001", "1002"], priceCents: 1_032 }),
      }),
      expect.objectContaining({
        kind: "offer",
        key: expect.stringMatching(/^[0-9a-f]{16}:personal-/),
        title: "R$\u00a05,00 de desconto",
      }),
      {
        type: "withdrawn",
        kind: "offer",
        key: expect.stringMatching(/^[0-9a-f]{16}:personal-.*-old$/),
        branchId: 1,
      },
    ]);
  });

  test("only what is for everybody goes on to the tills, and nothing in it is of a customer", async () => {
    const [mass, personal] = (await collect()).found;
    expect(mass).toMatchObject({
      promotion: {
        mechanic: "percent_off",
        discountPercent: 20,
        discountCents: null,
        conditions: [
          {
            quantity: 1,
            products: [
              { ean: "", code: "1001", name: "" },
              { ean: "", code: "1002", name: "" },
            ],
          },
        ],
        limitPerCustomer: null,
        identified: true,
      },
    });
    expect(mass).not.toHaveProperty("data.customer");
    expect(personal).not.toHaveProperty("promotion");
  });

  describe("a promotion that cannot be read", () => {
    const item = {
      active: true,
      remainingMaxPerCustomer: 3,
      promotion: {
        uuid: "estranha-1",
        promotionType: "MASSIVE",
        active: true,
        mechanic: "percent_off",
        discountPercent: 10,
        originalPrice: 12.9,
        startDate: 1_772_000_000_000,
        endDate: "2026-04-01T00:00:00Z",
        properties: { PRODUCT_ID_INCLUSION: "1001" },
      },
    };
    const collectWith = async (change: (items: unknown[]) => unknown[]) => {
      const bench = open({ sales: buyers });
      const ask = bench.ctx.http;
      bench.ctx.http = async (request) => {
        const response = await ask(request);
        const answer = response.json() as { items: unknown[] };
        return { ...response, json: () => ({ ...answer, items: change(answer.items) }) };
      };
      const found: Collected[] = [];
      for await (const one of propz.operations.offers!.collect!(bench.ctx)) found.push(one);
      return { found, bench };
    };

    test("costs nobody but itself, whichever field is what", async () => {
      const before = (await collect()).found;
      const spoiled = [
        ...spoilFields(item, HOSTILE_VALUES),
        ...[...spoilFields(item.promotion, HOSTILE_VALUES)].map((promotion) => ({
          ...item,
          promotion,
        })),
        ...HOSTILE_VALUES,
      ];
      for (const one of spoiled) {
        const { found } = await collectWith((items) => [one, ...items]);
        expect(found).toEqual(expect.arrayContaining(before));
      }
      const { found, bench } = await collectWith((items) => [...spoiled, ...items]);
      expect(found).toEqual(expect.arrayContaining(before));
      expect(bench.refused.length).toBeGreaterThan(5);
    });

    test("is set aside once under its name, with nothing of the customer", async () => {
      const strange = { ...item, promotion: { ...item.promotion, mechanic: null } };
      const { bench } = await collectWith((items) => [strange, ...items, strange]);
      expect(bench.refused).toEqual([
        {
          branchId: 1,
          key: "oferta estranha-1",
          code: "FORMATO",
          message: expect.stringContaining("promotion.mechanic"),
        },
      ]);
      expect(JSON.stringify(bench.refused)).not.toMatch(/\d{11}/);
    });

    test("is another contract when there is no other", async () => {
      expect(await kindOfFailure(collectWith(() => [{ promocao: 1 }, null]))).toBe(
        "unexpected_shape",
      );
    });
  });

  test("garbage is not taken for “no offers”", async () => {
    await sandbox.setFault("propz", { kind: "garbage" });
    expect(await kindOfFailure(collect())).toBe("unexpected_shape");
  });
});

test.each<[mechanic: string, fields: Partial<Promotion>, cents: number | null, title: string]>([
  ["percent_off", { discountPercent: 12.5 }, 875, "12,5% de desconto"],
  ["money_off", { discountAmount: "3.00" }, 700, "R$ 3,00 de desconto"],
  ["money_off", { discountAmount: 30 }, 0, "R$ 30,00 de desconto"],
  [
    "reduced_price",
    { finalPrice: 7.99, minQuantity: 2 },
    799,
    "Por R$ 7,99 a partir de 2 unidades",
  ],
  ["get_and_pay", { finalPrice: 20 }, 2_000, "Leve mais e pague R$ 20,00"],
  ["virtual_pack", {}, null, "Pacote por valor não informado"],
  ["outra", {}, null, "Oferta outra"],
])("%s of R$ 10,00", (mechanic, fields, cents, title) => {
  const promotion = {
    uuid: "1",
    promotionType: "MASSIVE",
    active: true,
    mechanic,
    stores: [],
    ...fields,
  } as Promotion;
  expect([priceIn(promotion, 1_000), titleOf(promotion).replaceAll("\u00a0", " ")]).toEqual([
    cents,
    title,
  ]);
});
