import { createHash } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { checkEvent, checkUser } from "@/e2e/sandbox/dito/check-call.ts";
import { type Sandbox, startSandbox } from "@/e2e/sandbox/start-sandbox.ts";
import { CONNECTOR_USES } from "@/e2e/sandbox/connector-uses.ts";
import { kindOf } from "@/lib/core/errors.ts";
import type { Sale } from "@/lib/core/movement.ts";
import { arbitrarySales } from "../conformance/arbitrary-sales.ts";
import { makeLine, makePayment, makeSale } from "../conformance/fixed-day.ts";
import { makeCustomer } from "../conformance/fixed-register.ts";
import { openBench } from "../conformance/make-context.ts";
import { idOf, toUserData } from "./customer.ts";
import { dito } from "./index.ts";
import type { DitoReceipt } from "./prepare-receipts.ts";

const CPF = "52998224725";
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ only: ["dito"] });
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.reset("dito"));

const open = (options: Partial<Parameters<typeof openBench>[1]> = {}) =>
  openBench(dito, {
    ...options,
    settings: { ...CONNECTOR_USES.dito!.settings(sandbox), ...options.settings },
  });
const bought = (fields: Partial<Sale> = {}) => makeSale({ customerDocument: CPF, ...fields });
const kindOfFailure = (work: Promise<unknown>) => work.then(() => "none", kindOf);

async function receiptsOf(bench: ReturnType<typeof open>): Promise<DitoReceipt[]> {
  const files = await bench.prepare("sales");
  return (await Promise.all(files.map((file) => file.text()))).flatMap((content) =>
    content
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as DitoReceipt),
  );
}

async function send(bench: ReturnType<typeof open>) {
  const answers = [];
  for (const file of await bench.prepare("sales")) answers.push(await bench.deliver("sales", file));
  return answers;
}

test("whatever was sold, Dito finds nothing wrong, names follow its rules, and lines sum to what was paid", async () => {
  const cents = (value: unknown) => Math.round(Number(value) * 100);
  await fc.assert(
    fc.asyncProperty(arbitrarySales, async (sales) => {
      for (const { events, user_data } of await receiptsOf(
        open({ sales: sales.map((sale) => ({ ...sale, customerDocument: CPF })) }),
      )) {
        if (user_data)
          expect(checkUser({ user_data: JSON.stringify(user_data) }).problem).toBeNull();
        for (const { line, ...event } of events)
          expect([
            line,
            checkEvent({ event: JSON.stringify({ ...event, message_id: "0".repeat(40) }) }).problem,
          ]).toEqual([line, null]);
        const [head, ...lines] = events;
        expect(lines.reduce((sum, { data }) => sum + cents(data.product_price), 0)).toBe(
          Math.abs(cents(head!.revenue)),
        );
        expect(new Set(events.map(({ data }) => data.transaction_id)).size).toBe(1);
      }
    }),
    { numRuns: 60 },
  );
});

describe("who is sent", () => {
  test.each<[what: string, sale: Sale, reason: RegExp | null]>([
    ["a customer who agreed", bought(), null],
    ["nobody: no CPF", makeSale(), /1 sem CPF/],
    ["nobody: a wrong CPF", bought({ customerDocument: "12345678901" }), /1 com CPF inválido/],
    [
      "nobody: a stranger",
      bought({ customerDocument: "39053344705" }),
      /1 de clientes que não estão no cadastro/,
    ],
    [
      "nobody: no consent",
      bought({ customerDocument: "11144477735" }),
      /1 de clientes sem consentimento/,
    ],
  ])("%s", async (_what, sale, reason) => {
    const bench = open({ sales: [sale] });
    expect(await bench.prepare("sales")).toHaveLength(reason ? 0 : 1);
    expect(bench.lines.map(({ text }) => text)).toEqual(
      reason ? [expect.stringMatching(reason)] : [],
    );
  });

  test("the id follows the brand's rule, and a malformed e-mail is left out", () => {
    const customer = makeCustomer({ email: " Conceicao@Clientes.example " });
    expect(idOf(customer, "cpf")).toBe(CPF);
    expect(idOf(customer, "codigo")).toBe("C1");
    expect(idOf(customer, "sha1_email")).toBe(
      createHash("sha1").update("conceicao@clientes.example").digest("hex"),
    );
    expect(idOf(makeCustomer({ email: "sem-arroba" }), "sha1_email")).toBeNull();
    expect(toUserData(makeCustomer({ email: "sem-arroba" }))).not.toHaveProperty("email");
  });

  test("a person is told of once a file, before the purchases", async () => {
    const receipts = await receiptsOf(open({ sales: [bought({ id: 1 }), bought({ id: 2 })] }));
    expect(receipts.map(({ user_data }) => user_data !== undefined)).toEqual([true, false]);
  });
});

describe("once and only once", () => {
  test("a receipt sent twice over a lost answer is one `comprou`", async () => {
    const bench = open({ sales: [bought()] });
    const [file] = await bench.prepare("sales");
    await bench.deliver("sales", file!);
    await bench.deliver("sales", { ...file!, uncertain: true });
    expect(sandbox.counts("dito")).toMatchObject({
      "Compras aceitas": 1,
      "Itens aceitos": 1,
      "Eventos repetidos": 2,
      "Cupons que não somam": 0,
    });
  });

  test("a receipt refused in part is listed and can be sent whole later", async () => {
    const accepted = new Map();
    const bench = open({
      sales: [bought({ id: 1 }), bought({ id: 2 })],
      accepted,
      settings: { "codigo_loja.1": "Centro" },
    });
    const [answer] = await send(bench);
    expect(answer?.rejections).toHaveLength(2);
    expect(answer?.rejections?.[0]).toEqual({
      key: "1:compra:Centro-DOC-1",
      code: "422",
      message: expect.stringMatching(/^Cupom Centro-DOC-1, comprou: Loja Centro/),
    });
    await send(open({ sales: [bought({ id: 1 }), bought({ id: 2 })], accepted }));
    expect(sandbox.counts("dito")).toMatchObject({
      "Compras aceitas": 2,
      "Cupons que não somam": 0,
    });
  });

  test("the credentials are in no file", async () => {
    const { apiKey, secretKey } = sandbox.dito;
    for (const file of await open().prepare("sales"))
      expect(await file.text()).not.toMatch(
        new RegExp(
          [apiKey, secretKey, createHash("sha1").update(secretKey).digest("hex")].join("|"),
        ),
      );
  });
});

describe("what is undone", () => {
  const returned = bought({ id: 2, kind: "return", originalKey: "DOC-1" });
  /** As fiscal events are: under the very key of the sale. */
  const cancelled = bought({
    id: 3,
    kind: "cancellation",
    documentKey: "DOC-1",
    originalKey: "DOC-1",
    day: "2026-03-06",
    soldAt: new Date("2026-03-06T13:00:00Z"),
  });

  test("a return is an event of its own, with negative revenue and the name of its sale", async () => {
    await send(open({ sales: [bought(), returned] }));
    const [, { events }] = (await receiptsOf(open({ sales: [bought(), returned] }))) as [
      DitoReceipt,
      DitoReceipt,
    ];
    expect(
      events.map(({ action, revenue, data }) => [
        action,
        revenue,
        data.transaction_id,
        data.original_transaction_id,
      ]),
    ).toEqual([
      ["devolveu", -12.9, "1-DOC-2-devolucao", "1-DOC-1"],
      ["devolveu-produto", undefined, "1-DOC-2-devolucao", "1-DOC-1"],
    ]);
    expect(sandbox.counts("dito")).toMatchObject({
      "Compras aceitas": 1,
      "Devoluções aceitas": 1,
      "Cupons que não somam": 0,
    });
  });

  test("a sale cancelled before it went out is not sent, nor is its cancellation", async () => {
    const bench = open({
      sales: [bought(), cancelled],
      period: { first: "2026-03-05", last: "2026-03-06" },
    });
    expect(await bench.prepare("sales")).toEqual([]);
    expect(bench.lines.map(({ text }) => text)).toEqual([
      expect.stringMatching(/1 cancelados/),
      expect.stringMatching(/1 que desfazem uma venda não enviada/),
    ]);
  });

  test("one cancelled after it went out is undone there", async () => {
    const accepted = new Map();
    await send(open({ sales: [bought()], accepted }));
    await send(
      open({
        sales: [bought(), cancelled],
        accepted,
        period: { first: "2026-03-06", last: "2026-03-06" },
      }),
    );
    expect(sandbox.counts("dito")).toMatchObject({
      "Compras aceitas": 1,
      "Devoluções aceitas": 1,
      "Eventos repetidos": 0,
    });
  });
});

test("only lines of the brand's CFOPs count, and the receipt is worth their sum", async () => {
  const lines = [
    makeLine({ cfop: "5405" }),
    makeLine({ lineNumber: 2, cfop: "5910", unitPriceCents: 500 }),
  ];
  const sales = [
    bought({ lines, payments: [makePayment({ amountCents: 1_790 })] }),
    bought({ id: 2, lines: [makeLine({ cfop: "5910" })] }),
  ];
  const bench = open({ sales, settings: { cfops_venda: "5102, 5405" } });
  const receipts = await receiptsOf(bench);
  expect(receipts.map(({ events }) => [events.length, events[0]?.revenue])).toEqual([[2, 12.9]]);
  expect(bench.lines.at(-1)?.text).toMatch(/1 com CFOP fora das listas/);
});

test("an event endpoint that takes an empty event is not Dito's", async () => {
  const bench = open();
  bench.ctx.http = async () => ({
    status: 200,
    headers: new Headers(),
    text: "{}",
    json: () => ({}),
  });
  expect(await kindOfFailure(dito.check(bench.ctx))).toBe("unexpected_shape");
});
