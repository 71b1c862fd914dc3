import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "@/e2e/sandbox/start-sandbox.ts";
import { kindOf } from "@/lib/core/errors.ts";
import type { Sale } from "@/lib/core/movement.ts";
import { UNTOLD_PROMOTION } from "@/lib/core/partner-promotion.ts";
import {
  FIXED_DAY,
  fixedSales,
  makeLine,
  makePayment,
  makeSale,
} from "../conformance/fixed-day.ts";
import { openBench } from "../conformance/make-context.ts";
import { CONNECTOR_USES } from "@/e2e/sandbox/connector-uses.ts";
import type { Collected, StoredFile, TaskContext } from "../define.ts";
import { scanntech } from "./index.ts";
import { toPartnerPromotion } from "./promotion.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.reset("scanntech"));

const open = (options: Partial<Parameters<typeof openBench>[1]> = {}) =>
  openBench(scanntech, { settings: CONNECTOR_USES.scanntech!.settings(sandbox), ...options });
const requests = () => sandbox.received("scanntech").map(({ name }) => name);

async function sendSales(bench: ReturnType<typeof open>): Promise<StoredFile[]> {
  const files = await bench.prepare("sales");
  for (const file of files) await bench.deliver("sales", file);
  return files;
}

async function collect(
  operation: "resends" | "promotions",
  ctx: TaskContext<string>,
): Promise<Collected[]> {
  const found: Collected[] = [];
  for await (const one of scanntech.operations[operation]!.collect!(ctx)) found.push(one);
  return found;
}

async function kindOfFailure(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => "none",
    (error: unknown) => kindOf(error),
  );
}

describe("three addresses", () => {
  test("the second is called when the first is down, the third when both are", async () => {
    const bench = open();
    const [file, other] = await bench.prepare("sales");
    await sandbox.setFault("scanntech", { kind: "down", address: "url1" });
    expect(await bench.deliver("sales", file!)).toMatchObject({ status: "done", rejections: [] });
    expect(requests().at(-1)).toContain("(url2)");
    expect(
      bench.lines.filter(
        ({ level, text }) => level === "warn" && /endereço 1 .* endereço 2/.test(text),
      ),
    ).toHaveLength(1);
    await sandbox.setFault("scanntech", { kind: "down", address: "url2" });
    await bench.deliver("sales", other!);
    expect(requests().at(-1)).toContain("(url3)");
  });

  test("all down is an outage, and an address that is not filled in is not called", async () => {
    const settings = { ...CONNECTOR_USES.scanntech!.settings(sandbox), url_2: "", url_3: "" };
    const bench = open({ settings });
    const [file] = await bench.prepare("sales");
    await sandbox.setFault("scanntech", { kind: "down", address: "url1" });
    expect(await kindOfFailure(bench.deliver("sales", file!))).toBe("unavailable");
    expect(requests()).toEqual([]);
  });

  test.each([
    [400, "rejected"],
    [401, "auth"],
    [404, "rejected"],
    [429, "rate_limited"],
  ])("a refusal with %i is an answer: nobody else is asked", async (status, kind) => {
    const bench = open();
    const [file] = await bench.prepare("sales");
    await sandbox.setFault("scanntech", { kind: "status", status, address: "url1" });
    expect(await kindOfFailure(bench.deliver("sales", file!))).toBe(kind);
    expect(requests().filter((name) => !name.includes("(url1)"))).toEqual([]);
  });

  test("an answer lost by the first is repeated without doubling a movement", async () => {
    const bench = open();
    const [file] = await bench.prepare("sales");
    await sandbox.setFault("scanntech", { kind: "lose_answer", address: "url1" });
    await bench.deliver("sales", file!);
    expect(requests().at(-1)).toContain("(url2)");
    expect(sandbox.counts("scanntech")).toMatchObject({
      "Vendas aceitas": 2,
      "Cancelamentos aceitos": 1,
    });
  });
});

describe("partial acceptance", () => {
  /** The partner refuses a cancellation whose sale it never had. */
  const orphan = makeSale({
    id: 9,
    number: "909",
    kind: "cancellation",
    originalKey: "DOC-0",
    soldAt: new Date(`${FIXED_DAY}T16:00:00Z`),
  });

  test("names the refused receipt by its key with a sentence, and counts the rest as accepted", async () => {
    const bench = open({ sales: [makeSale({ id: 1, number: "101" }), orphan] });
    const [file] = await bench.prepare("sales");
    const answer = await bench.deliver("sales", file!);
    expect(answer).toMatchObject({ status: "done", receipt: expect.stringMatching(/^lote \d+$/) });
    expect(answer.rejections).toEqual([
      {
        key: `1:1:-00000909:${FIXED_DAY}`,
        code: "FALLO_MOV_CANCELACION_SIN_VENTA",
        message: "Cupom -00000909: La venta cancelada nunca fue informada.",
      },
    ]);
    expect([...bench.accepted.keys()]).toEqual([`1:1:00000101:${FIXED_DAY}`]);
  });

  test("of a lot leaves exactly the refused for the next run", async () => {
    const accepted = new Map();
    await sendSales(open({ sales: [makeSale({ id: 1, number: "101" }), orphan], accepted }));
    const files = await open({
      sales: [makeSale({ id: 1, number: "101" }), orphan],
      accepted,
      task: { generation: 2 },
    }).prepare("sales");
    expect(files.map(({ rows, name }) => [rows, name.endsWith("-g2-001.json")])).toEqual([
      [1, true],
    ]);
    expect(files[0]!.records.map(({ kind }) => kind)).toEqual(["cancellation"]);
  });

  test("a resend asked for by the partner does not look at what was accepted", async () => {
    const accepted = new Map();
    const first = await sendSales(open({ accepted }));
    const again = await open({ accepted, task: { resend: true } }).prepare("sales");
    expect(again.map(({ sha256 }) => sha256)).toEqual(first.map(({ sha256 }) => sha256));
    expect(await open({ accepted }).prepare("sales")).toEqual([]);
  });
});

describe("what is refused or left out before sending", () => {
  test.each<[what: string, sale: Sale, code: string]>([
    ["a till with letters", makeSale({ register: "A1" }), "CAIXA_INVALIDO"],
    ["a receipt of nine digits", makeSale({ number: "123456789" }), "CUPOM_INVALIDO"],
    ["a sale without lines", makeSale({ lines: [], totalCents: 100 }), "SEM_ITENS"],
    [
      "payments that do not sum",
      makeSale({ payments: [makePayment({ amountCents: 1 })] }),
      "SOMA_PAGAMENTOS",
    ],
    [
      "change written as a negative payment",
      makeSale({
        payments: [makePayment({ amountCents: 2_000 }), makePayment({ amountCents: -710 })],
      }),
      "SOMA_PAGAMENTOS",
    ],
  ])("%s has its own sentence, and the rest goes on", async (_what, sale, code) => {
    const bench = open({ sales: [sale, makeSale({ id: 2, number: "202" })] });
    const files = await sendSales(bench);
    expect(bench.refused).toEqual([
      expect.objectContaining({
        code,
        message: expect.stringMatching(/\.$/),
        branchId: 1,
        day: FIXED_DAY,
      }),
    ]);
    expect(files.map(({ rows }) => rows)).toEqual([1]);
  });

  test("a receipt of gifts alone is no failure: it is counted in the log", async () => {
    const gift = makeSale({ lines: [makeLine({ discountCents: 1_290 })], payments: [] });
    const bench = open({ sales: [gift] });
    expect(await bench.prepare("sales")).toEqual([]);
    expect(bench.refused).toEqual([]);
    expect(bench.lines.map(({ text }) => text)).toEqual([
      expect.stringContaining("1 cupom sem valor não é enviado"),
    ]);
  });

  test("days before the start of the integration are not sent", async () => {
    const settings = { ...CONNECTOR_USES.scanntech!.settings(sandbox), data_inicio: "2026-03-06" };
    expect(await open({ settings }).prepare("sales")).toEqual([]);
  });

  test("a lot has at most 195 movements, of one store, till and day", async () => {
    const sales = Array.from({ length: 400 }, (_, index) =>
      makeSale({ id: index + 1, number: String(index + 1), register: index < 396 ? "1" : "2" }),
    );
    const files = await open({ sales }).prepare("sales");
    expect(files.map(({ name, rows }) => [name, rows])).toEqual([
      ["vendas-1-00001-20260305-g1-001.json", 195],
      ["vendas-1-00001-20260305-g1-002.json", 195],
      ["vendas-1-00001-20260305-g1-003.json", 6],
      ["vendas-1-00002-20260305-g1-001.json", 4],
    ]);
  });
});

describe("goods that come back", () => {
  const sold = makeSale({
    id: 1,
    number: "101",
    register: "2",
    totalCents: 2_580,
    lines: [makeLine({ quantity: 2 })],
    payments: [makePayment({ amountCents: 2_580 })],
  });
  /** Of a note of its own at another till, without payments: as a return comes in. */
  const back = (id: number, fields: Partial<Sale> = {}) =>
    makeSale({
      id,
      kind: "return",
      model: "55",
      number: String(5_000 + id),
      originalKey: "DOC-1",
      payments: [],
      soldAt: new Date(`${FIXED_DAY}T18:00:0${id}Z`),
      ...fields,
    });
  const movementsOf = async (files: readonly { text(): Promise<string> }[]) =>
    (await Promise.all(files.map(async (file) => JSON.parse(await file.text())))).flat();

  test("undo their sale under its till and number, each part by itself, and the closing counts them as the partner does", async () => {
    const bench = open({
      sales: [sold, back(2), back(3)],
      period: { first: FIXED_DAY, last: FIXED_DAY },
    });
    const files = await sendSales(bench);
    expect(bench.refused).toEqual([]);
    expect(
      (await movementsOf(files)).map(({ numero, cancelacion, total, pagos }) => [
        numero,
        cancelacion,
        total,
        pagos[0].codigoTipoPago,
      ]),
    ).toEqual([
      ["00000101", false, 25.8, 9],
      ["-00000101", true, 12.9, 12],
      ["-00000101", true, 12.9, 12],
    ]);
    // The partner names what it refuses by its number: the second part goes in a lot of its own.
    expect(files.map(({ name, rows }) => [name, rows])).toEqual([
      ["vendas-1-00002-20260305-g1-001.json", 2],
      ["vendas-1-00002-20260305-g1-002.json", 1],
    ]);
    expect([...bench.accepted.keys()]).toEqual([
      `1:2:00000101:${FIXED_DAY}`,
      `1:2:-00000101:${FIXED_DAY}:DOC-2`,
      `1:2:-00000101:${FIXED_DAY}:DOC-3`,
    ]);
    const [closing] = await bench.prepare("closings");
    expect(JSON.parse(await closing!.text())).toEqual([
      {
        fechaVentas: FIXED_DAY,
        montoVentaLiquida: 0,
        montoCancelaciones: 25.8,
        cantidadMovimientos: 1,
        cantidadCancelaciones: 2,
      },
    ]);
    await bench.deliver("closings", closing!);
    expect(sandbox.counts("scanntech")).toMatchObject({
      "Vendas aceitas": 1,
      "Cancelamentos aceitos": 2,
      "Fechamentos divergentes": 0,
    });
    expect(sandbox.received("scanntech").flatMap(({ problems }) => problems)).toEqual([]);
    expect(
      await open({ sales: [sold, back(2), back(3)], accepted: bench.accepted }).prepare("sales"),
    ).toEqual([]);
  });

  test("of an earlier day are sent when the partner has the sale, and counted in the log when it has not", async () => {
    const accepted = new Map();
    const nextDay = { day: "2026-03-06", soldAt: new Date("2026-03-06T18:00:00Z") };
    const next = { first: "2026-03-06", last: "2026-03-06" };
    const unsent = open({ sales: [sold, back(2, nextDay)], accepted, period: next });
    expect(await unsent.prepare("sales")).toEqual([]);
    expect(unsent.lines.map(({ text }) => text)).toEqual([
      expect.stringMatching(/1 devolução não é enviada, porque a ScannTech não recebeu a venda/),
    ]);
    const unknown = open({
      sales: [back(2, { ...nextDay, originalKey: "" })],
      accepted,
      period: next,
    });
    expect(await unknown.prepare("sales")).toEqual([]);
    expect(unknown.lines.map(({ level, text }) => [level, text])).toEqual([
      ["warn", expect.stringMatching(/a venda de origem não está no Enlace/)],
    ]);
    await sendSales(open({ sales: [sold], accepted }));
    expect(
      await sendSales(open({ sales: [sold, back(2, nextDay)], accepted, period: next })),
    ).toHaveLength(1);
    expect(sandbox.counts("scanntech")["Cancelamentos aceitos"]).toBe(1);
  });

  test("are part of what is sent again for the till of their sale, and of no other", async () => {
    const again = (register: string) =>
      open({ sales: [sold, back(2)], task: { resend: true, register } }).prepare("sales");
    expect((await again("2")).map(({ rows }) => rows)).toEqual([2]);
    expect(await again("1")).toEqual([]);
  });
});

describe("closings", () => {
  const period = { first: FIXED_DAY, last: FIXED_DAY };

  test("sum what the partner accepted, till by till, and agree with its books", async () => {
    const bench = open({ period });
    await sendSales(bench);
    const files = await bench.prepare("closings");
    expect(
      await Promise.all(files.map(async (file) => [file.name, JSON.parse(await file.text())])),
    ).toEqual([
      [
        "fechamentos-1-1-20260305-g1.json",
        [
          {
            fechaVentas: FIXED_DAY,
            montoVentaLiquida: 12.9,
            montoCancelaciones: 12.9,
            cantidadMovimientos: 2,
            cantidadCancelaciones: 1,
          },
        ],
      ],
      [
        "fechamentos-1-2-20260305-g1.json",
        [
          {
            fechaVentas: FIXED_DAY,
            montoVentaLiquida: 104.83,
            montoCancelaciones: 0,
            cantidadMovimientos: 1,
            cantidadCancelaciones: 0,
          },
        ],
      ],
      [
        "fechamentos-2-1-20260305-g1.json",
        [
          {
            fechaVentas: FIXED_DAY,
            montoVentaLiquida: 0,
            montoCancelaciones: 12.9,
            cantidadMovimientos: 1,
            cantidadCancelaciones: 1,
          },
        ],
      ],
    ]);
    for (const file of files)
      expect(await bench.deliver("closings", file)).toMatchObject({
        status: "done",
        rejections: [],
      });
    expect(sandbox.received("scanntech").flatMap(({ problems }) => problems)).toEqual([]);
    expect(sandbox.counts("scanntech")["Fechamentos divergentes"]).toBe(0);
  });

  test("leave out what was refused, however the till counted it", async () => {
    const orphan = makeSale({
      id: 9,
      number: "909",
      kind: "cancellation",
      soldAt: new Date(`${FIXED_DAY}T16:00:00Z`),
    });
    const bench = open({ sales: [makeSale({ number: "101" }), orphan] });
    await sendSales(bench);
    const [file] = await bench.prepare("closings");
    expect(JSON.parse(await file!.text())).toEqual([
      {
        fechaVentas: FIXED_DAY,
        montoVentaLiquida: 12.9,
        montoCancelaciones: 0,
        cantidadMovimientos: 1,
        cantidadCancelaciones: 0,
      },
    ]);
  });

  test("of one till alone when the partner asked for it, and none where nothing was accepted", async () => {
    const bench = open();
    await sendSales(bench);
    const asked = await open({
      accepted: bench.accepted,
      task: { resend: true, register: "2" },
    }).prepare("closings");
    expect(asked.map(({ name }) => name)).toEqual(["fechamentos-1-2-20260305-g1.json"]);
    expect(await open().prepare("closings")).toEqual([]);
  });
});

describe("what comes in", () => {
  test("days asked for again become runs of their store and till, or of all tills", async () => {
    sandbox.partners.scanntech.askResend({
      local: "1",
      fecha: FIXED_DAY,
      codigoCaja: 2,
      tipo: "MOVIMIENTOS",
    });
    sandbox.partners.scanntech.askResend({
      local: "2",
      fecha: FIXED_DAY,
      codigoCaja: null,
      tipo: "CIERRES_DIARIOS",
    });
    expect(await collect("resends", open().ctx)).toEqual([
      {
        type: "run",
        operation: "sales",
        period: { first: FIXED_DAY, last: FIXED_DAY },
        branchId: 1,
        register: "2",
        reason: "A ScannTech pediu novamente: vendas do caixa 2",
      },
      {
        type: "run",
        operation: "closings",
        period: { first: FIXED_DAY, last: FIXED_DAY },
        branchId: 2,
        reason: "A ScannTech pediu novamente: fechamento de todos os caixas",
      },
    ]);
  });

  test("a request that was answered is not asked again", async () => {
    sandbox.partners.scanntech.askResend({
      local: "1",
      fecha: FIXED_DAY,
      codigoCaja: 2,
      tipo: "MOVIMIENTOS",
    });
    await sendSales(
      open({
        sales: fixedSales().filter(({ register }) => register === "2"),
        task: { resend: true, register: "2" },
      }),
    );
    expect(await collect("resends", open().ctx)).toEqual([]);
  });

  test("accepted promotions come whole, once a store, with the days they hold", async () => {
    const bench = open();
    const all = await collect("promotions", bench.ctx);
    const found = all.filter((one) => one.type === "item");
    expect(found).toHaveLength(12);
    expect(new Set(found.map((one) => `${one.branchId} ${one.key}`)).size).toBe(12);
    // Each store's list ends with the word that it was whole: what it does not name is withdrawn.
    expect(all.filter((one) => one.type === "listed")).toEqual(
      [1, 2].map((branchId) => ({ type: "listed", kind: "promotion", branchId })),
    );
    expect(found[0]).toMatchObject({
      type: "item",
      kind: "promotion",
      key: "70001",
      title: "Leve 3 pague 2",
      branchId: 1,
      validFrom: expect.stringMatching(/^\d{4}-\d{2}-01$/),
      data: { tipo: "LLEVA_PAGA", detalles: { paga: 2 } },
    });
  });

  test("what each promotion asks and gives is told in the shape of all partners", async () => {
    const found = await collect("promotions", open().ctx);
    const told = found.flatMap((one) =>
      one.type === "item" && one.branchId === 1 ? [one.promotion!] : [],
    );
    expect(
      told.map(
        ({
          mechanic,
          priceCents,
          discountPercent,
          discountCents,
          payQuantity,
          limitPerReceipt,
        }) => [mechanic, priceCents, discountPercent, discountCents, payQuantity, limitPerReceipt],
      ),
    ).toEqual([
      ["take_pay", null, null, null, 2, 2],
      ["fixed_price", 990, null, null, null, null],
      ["percent_off", null, 15, null, null, null],
      ["amount_off", null, null, 500, null, 1],
      ["other_percent_off", null, 50, null, null, null],
      ["gift", null, null, null, null, 1],
    ]);
    expect(told[0]).toMatchObject({
      sponsor: "Indústria Exemplo",
      conditions: [
        {
          quantity: 3,
          products: [
            { ean: expect.stringMatching(/^\d{13}$/), code: "", name: "PRODUTO PARTICIPANTE 1" },
          ],
        },
      ],
      benefits: [],
    });
    expect(told[2]!.payments).toEqual([{ code: "14", name: "PIX", bins: [] }]);
    expect(told[4]!.benefits).toMatchObject([
      { quantity: 1, products: [{ name: "PRODUTO PARTICIPANTE 6" }] },
    ]);
  });

  test("own codes come back as codes, and rules that nobody knows stay in the partner's words", () => {
    const rules = {
      tipo: "PRECIO_FIJO",
      detalles: {
        precio: "7.90",
        condiciones: {
          items: [{ cantidad: 1, articulos: [{ codigoBarras: "2001", nombre: "Pão" }] }],
        },
      },
    };
    expect(toPartnerPromotion(rules)).toMatchObject({
      mechanic: "fixed_price",
      priceCents: 790,
      conditions: [{ products: [{ ean: "", code: "2001", name: "Pão" }] }],
    });
    for (const unknown of [
      { ...rules, tipo: "constructor" },
      { ...rules, tipo: "NOVA" },
      { ...rules, detalles: "?" },
      null,
    ])
      expect(toPartnerPromotion(unknown)).toEqual(UNTOLD_PROMOTION);
  });

  test.each(["resends", "promotions"] as const)(
    "%s: garbage is not taken for “nothing”",
    async (operation) => {
      await sandbox.setFault("scanntech", { kind: "garbage" });
      expect(await kindOfFailure(collect(operation, open().ctx))).toBe("unexpected_shape");
    },
  );
});
