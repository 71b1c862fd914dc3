import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "@/e2e/sandbox/start-sandbox.ts";
import { FIXED_PRODUCTS, makeBranch, makeSale } from "../conformance/fixed-day.ts";
import { openBench } from "../conformance/make-context.ts";
import type { RememberedState } from "../conformance/state-in-memory.ts";
import { webcompras } from "./index.ts";
import { needRecord } from "./needs.ts";
import { type Order, refuseOrder } from "./orders.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ only: ["webcompras"] });
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.reset());

const open = (options: Partial<Parameters<typeof openBench>[1]> = {}) =>
  openBench(webcompras, {
    settings: {
      url_base: sandbox.webcompras.url,
      token: sandbox.webcompras.token,
      cnpj_comprador: "41902377000113",
    },
    ...options,
  });

describe("needs", () => {
  const product = { ...FIXED_PRODUCTS[0]!, packQuantity: 10 };
  const policy = { averageDays: 30, leastDays: 7, mostDays: 30 } as const;
  const sold = { last30: 60, last60: 90, last90: 90 };
  test.each([
    [
      "at the least: up to the most, in whole packages",
      14,
      0,
      { estoque_minimo: 14, estoque_maximo: 60, quantidade_sugerida: 50 },
    ],
    ["above the least: nothing", 15, 0, { quantidade_sugerida: 0 }],
    ["what is on its way counts", 5, 20, { quantidade_sugerida: 0 }],
    ["an empty shelf", 0, 0, { quantidade_sugerida: 60 }],
  ])("%s", (_what, stock, pending, expected) => {
    expect(needRecord(product, { sold, stock, pending, costCents: 800 }, policy)).toMatchObject({
      ...expected,
      media_30: 2,
      media_60: 1.5,
      media_90: 1,
    });
  });

  test("a product that sold and has no stock record is unknown there, not zero", async () => {
    const bench = open({ sales: [makeSale()] });
    const { movements } = bench.ctx;
    bench.ctx.movements = {
      ...movements,
      stock: async function* (branchIds) {
        for await (const one of movements.stock(branchIds))
          if (one.productCode !== "1001") yield one;
      },
    };
    const [file] = await bench.prepare("needs");
    const { registros } = JSON.parse(await file!.text()) as { registros: object[] };
    expect(registros[0]).toMatchObject({
      codigo_produto: "1001",
      estoque: null,
      quantidade_sugerida: null,
    });
    expect(await bench.deliver("needs", file!)).toMatchObject({ status: "done" });
  });

  test("more came back than went out: nothing is needed", () => {
    expect(
      needRecord(
        product,
        { sold: { last30: -3, last60: 0, last90: 0 }, stock: 0, pending: 0, costCents: null },
        policy,
      ),
    ).toMatchObject({
      estoque_minimo: 0,
      estoque_maximo: 0,
      quantidade_sugerida: 0,
      media_30: 0,
      ultimo_custo: null,
    });
  });

  test("the average is of the hub's own sales, each on its day, less what was cancelled", async () => {
    const on = (id: number, day: string, kind: "sale" | "cancellation" = "sale") =>
      makeSale({ id, day, kind, soldAt: new Date(`${day}T12:00:00Z`) });
    const sales = [
      on(1, "2026-03-05"),
      on(2, "2026-02-04"),
      on(3, "2026-02-03"),
      on(4, "2025-12-06"),
      on(5, "2025-12-05"),
      on(6, "2026-03-01"),
      on(7, "2026-03-01", "cancellation"),
    ];
    const [file] = await open({ sales }).prepare("needs");
    const { registros } = JSON.parse(await file!.text()) as {
      registros: Array<Record<string, number | string>>;
    };
    // 30 days end on 4 February, 60 on 5 January, 90 on 6 December.
    expect(registros[0]).toMatchObject({
      codigo_produto: "1001",
      media_30: 0.0667,
      media_60: 0.05,
      media_90: 0.0444,
    });
    expect(registros[1]).toMatchObject({ codigo_produto: "1002", estoque: 0 });
  });
});

describe("orders", () => {
  const order: Order = {
    numero: "7",
    cnpj_comprador: "41.902.377/0001-13",
    cnpj_distribuidor: "71300884000148",
    situacao: "cotado",
    emitido_em: "2026-03-01",
    validade: "2026-03-06",
    prazo_pagamento: "28 dias",
    itens: [
      {
        ean: "7890006000011",
        quantidade: 20,
        custo_unitario: 7.5,
        desconto_percentual: 0,
        embalagem: 10,
      },
    ],
  };
  const facts = {
    today: "2026-03-06",
    branches: [makeBranch()],
    suppliers: new Set(["71300884000148"]),
    packs: new Map([["7890006000011", 10]]),
  };
  const item = order.itens[0]!;
  test.each([
    ["a good one", {}, null],
    ["of somebody else", { cnpj_comprador: "11222333000181" }, "COMPRADOR"],
    ["of an unknown distributor", { cnpj_distribuidor: "11222333000181" }, "DISTRIBUIDOR"],
    ["lapsed", { validade: "2026-03-05" }, "VENCIDO"],
    ["of nothing", { itens: [] }, "SEM_ITENS"],
    ["of less than one", { itens: [{ ...item, quantidade: 0.5 }] }, "QUANTIDADE"],
    ["for free", { itens: [{ ...item, custo_unitario: 0 }] }, "CUSTO"],
    ["of an unknown product", { itens: [{ ...item, ean: "7891000315507" }] }, "EAN"],
    ["in another's package", { itens: [{ ...item, embalagem: 12 }] }, "EMBALAGEM"],
    ["in single units", { itens: [{ ...item, embalagem: 1 }] }, null],
  ])("%s", (_what, change, code) => {
    expect(refuseOrder({ ...order, ...change }, facts)?.code ?? null).toBe(code);
  });

  test("page after page, then only what changed; a reprocess asks for everything", async () => {
    const remembered: RememberedState = new Map();
    const keys = async (options: Partial<Parameters<typeof openBench>[1]> = {}) =>
      (await open({ remembered, ...options }).collect("orders")).flatMap((one) =>
        one.type === "item" ? [one.key] : [],
      );
    expect(await keys()).toEqual(["WC-1", "WC-2", "WC-3"]);
    expect(remembered.get("desde:pedidos")?.value).toBe("2026-03-06T04:50:00.000Z");
    expect(await keys()).toEqual([]);
    expect(await keys({ task: { generation: 2 } })).toEqual(["WC-1", "WC-2", "WC-3"]);
    expect(sandbox.received("webcompras").map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        expect.stringContaining("pagina=2"),
        expect.stringContaining("desde=2026-03-06T04%3A50"),
      ]),
    );
  });

  test("needs that were sent come back as an order", async () => {
    const bench = open({
      sales: Array.from({ length: 150 }, (_, index) => makeSale({ id: index + 1 })),
    });
    for (const file of await bench.prepare("needs")) await bench.deliver("needs", file);
    const orders = (await open().collect("orders")).filter((one) => one.type === "item");
    expect(orders).toHaveLength(1);
    expect(orders[0]).toMatchObject({
      kind: "order",
      key: "WC-101",
      branchId: 1,
      data: { itens: [{ ean: "7890006000011", embalagem: 1 }] },
    });
  });

  test("the partner's own names are read back", async () => {
    const bench = open({
      settings: {
        url_base: "http://webcompras.test",
        token: "segredo-9",
        cnpj_comprador: "41902377000113",
        mapa_campos: "pedidos | numero | id\npedidos | itens.ean | gtin",
      },
    });
    const { numero, itens, ...rest } = order;
    bench.ctx.http = async () => ({
      status: 200,
      headers: new Headers(),
      text: "",
      json: () => ({
        itens: [
          {
            ...rest,
            id: 7,
            itens: itens.map(({ ean, ...one }) => ({ ...one, gtin: ean, embalagem: 1 })),
          },
        ],
        proximo: null,
      }),
    });
    expect((await bench.collect("orders")).filter(({ type }) => type === "item")).toMatchObject([
      { key: numero, data: { itens: [{ ean: "7890006000011" }] } },
    ]);
  });
});
