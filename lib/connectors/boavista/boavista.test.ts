import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { checkLine, lotShape } from "@/e2e/sandbox/boavista/check-lot.ts";
import { type Sandbox, startSandbox } from "@/e2e/sandbox/start-sandbox.ts";
import { CONNECTOR_USES } from "@/e2e/sandbox/connector-uses.ts";
import { kindOf } from "@/lib/core/errors.ts";
import type { Sale } from "@/lib/core/movement.ts";
import { dueSlots, nextRun, periodOf } from "@/lib/core/schedule.ts";
import { arbitrarySales } from "../conformance/arbitrary-sales.ts";
import { FIXED_DAY, makePayment, makeSale } from "../conformance/fixed-day.ts";
import { openBench } from "../conformance/make-context.ts";
import { splitInstallments } from "./card-sale.ts";
import { boavista } from "./index.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ only: ["boavista"] });
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.reset("boavista"));

const settings = (): Record<string, string> => CONNECTOR_USES.boavista!.settings(sandbox);
const open = (options: Partial<Parameters<typeof openBench>[1]> = {}) =>
  openBench(boavista, { ...options, settings: { ...settings(), ...options.settings } });
const card = (fields: Parameters<typeof makePayment>[0] = {}) =>
  makePayment({ method: "03", authorization: "900001", nsu: "700001", ...fields });
const paid = (
  id: number,
  fields: Parameters<typeof makePayment>[0] = {},
  sale: Partial<Sale> = {},
) =>
  makeSale({
    id,
    number: String(id),
    payments: [card({ nsu: String(700_000 + id), ...fields })],
    ...sale,
  });

async function send(bench: ReturnType<typeof open>) {
  const files = await bench.prepare("sales");
  const answers = [];
  for (const file of files) answers.push(await bench.deliver("sales", file));
  return { files, answers };
}

test("whatever was paid, BoaVista finds nothing wrong: instalments sum, no NSU twice, nobody's data", async () => {
  const numbers = fc.array(
    fc.record({
      nsu: fc.constantFrom("", "1", "700002", "700002", "000000700003"),
      installments: fc.integer({ min: 1, max: 12 }),
    }),
    { minLength: 1, maxLength: 6 },
  );
  await fc.assert(
    fc.asyncProperty(arbitrarySales, numbers, async (sales, list) => {
      let count = 0;
      const numbered = sales.map((sale) => ({
        ...sale,
        customerDocument: "52998224725",
        payments: sale.payments.map((payment) => ({ ...payment, ...list[count++ % list.length] })),
      }));
      const bench = open({ sales: numbered });
      const files = await bench.prepare("sales");
      const seen = new Set<string>();
      for (const file of files) {
        const lot = lotShape.parse(JSON.parse(await file.text()));
        expect(lot.registros).toHaveLength(file.rows);
        for (const body of lot.registros) {
          const { line, problem } = checkLine(body, lot);
          expect(problem).toBeNull();
          const number = `${line!.cnpj} ${line!.adquirente_cnpj} ${line!.nsu}`;
          expect(seen.has(number)).toBe(false);
          seen.add(number);
        }
      }
      expect(JSON.stringify([bench.refused, bench.lines])).not.toContain("52998224725");
    }),
    { numRuns: 60 },
  );
});

test("instalments of any amount sum to it to the cent", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 99 }),
      fc.integer({ min: 0, max: 1_000_000 }),
      (count, more) => {
        const cents = splitInstallments(count + more, count);
        expect(cents.reduce((sum, one) => sum + one, 0)).toBe(count + more);
        expect(Math.min(...cents)).toBeGreaterThan(0);
      },
    ),
  );
});

describe("what is sent", () => {
  test.each<[what: string, payment: Parameters<typeof makePayment>[0], code: string | null]>([
    ["a card without NSU", { method: "03", authorization: "9" }, "SEM_NSU"],
    ["a debit card without authorization", { method: "04", nsu: "7" }, "SEM_AUTORIZACAO"],
    [
      "a card of no instalments",
      { method: "03", nsu: "7", authorization: "9", installments: 0 },
      "PARCELAS",
    ],
    [
      "more instalments than cents",
      { method: "03", nsu: "7", authorization: "9", installments: 3, amountCents: 2 },
      "PARCELAS",
    ],
    [
      "a card of no worth",
      { method: "03", nsu: "7", authorization: "9", amountCents: 0 },
      "SEM_VALOR",
    ],
    ["cash", { method: "01" }, null],
    ["PIX without a number", { method: "17" }, null],
  ])("%s is not", async (_what, payment, code) => {
    const bench = open({ sales: [makeSale({ payments: [makePayment(payment)] })] });
    expect(await bench.prepare("sales")).toEqual([]);
    expect(bench.refused.map((one) => one.code)).toEqual(code ? [code] : []);
    for (const { message } of bench.refused) expect(message).toMatch(/^Cupom 1: .*\.$/);
  });

  test("cards, PIX with a number, and any other receipt that has one are", async () => {
    const sales = [
      paid(1),
      paid(2, { method: "17", authorization: "" }),
      paid(3, { method: "05", authorization: "" }),
    ];
    const [file] = await open({ sales }).prepare("sales");
    expect(
      JSON.parse(await file!.text()).registros.map((line: { produto: string }) => line.produto),
    ).toEqual(["credito", "pix", "outro"]);
  });

  test("the second sale of one NSU on a day is refused, another acquirer's is not", async () => {
    const bench = open({
      sales: [
        paid(1, { nsu: "7" }),
        paid(2, { nsu: "7" }),
        paid(3, { nsu: "7", acquirerCnpj: "01425787000104" }),
      ],
    });
    const { files } = await send(bench);
    expect(files.map(({ rows }) => rows)).toEqual([2]);
    expect(bench.refused).toEqual([
      expect.objectContaining({
        code: "NSU_REPETIDO",
        message: expect.stringContaining("Cupom 2: o NSU 7"),
      }),
    ]);
  });

  test("a lot has at most as many as the registration says", async () => {
    const { files } = await send(
      open({ sales: [1, 2, 3].map((id) => paid(id)), settings: { registros_por_lote: "2" } }),
    );
    expect(files.map(({ name, rows }) => [name.slice(-11), rows])).toEqual([
      ["g1-001.json", 2],
      ["g1-002.json", 1],
    ]);
  });
});

describe("the four-hourly runs of a day", () => {
  test("send only what is new or was corrected at the source", async () => {
    const accepted = new Map();
    await send(open({ accepted, sales: [paid(1), paid(2, { nsu: "" })] }));
    const { files } = await send(open({ accepted, sales: [paid(1), paid(2)], task: { id: 2 } }));
    expect(files.map(({ rows }) => rows)).toEqual([1]);
    expect(sandbox.counts("boavista")).toMatchObject({
      "Vendas aceitas": 2,
      "Vendas repetidas": 0,
    });
  });

  test("a cancellation undoes what was sent, and nothing else", async () => {
    const accepted = new Map();
    const cancelled = paid(
      1,
      {},
      {
        id: 9,
        kind: "cancellation",
        originalKey: "DOC-1",
        documentKey: "DOC-1",
        day: "2026-03-07",
        soldAt: new Date("2026-03-07T13:00:00Z"),
      },
    );
    const unsent = { ...cancelled, id: 10, documentKey: "DOC-55", originalKey: "DOC-55" };
    await send(open({ accepted, sales: [paid(1)] }));
    const bench = open({
      accepted,
      sales: [paid(1), cancelled, unsent],
      period: { first: "2026-03-07", last: "2026-03-07" },
    });
    const { files } = await send(bench);
    expect(files.map(({ rows }) => rows)).toEqual([1]);
    expect(sandbox.counts("boavista")).toMatchObject({
      "Vendas aceitas": 1,
      "Vendas canceladas": 1,
    });
    expect(bench.lines.map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/1 cancelamento de venda que não foi enviada/),
    );
  });

  test("run at 04, 08, 12, 16 and 20 for the day before yesterday", () => {
    const { schedule, period } = boavista.operations.sales!;
    const zone = "America/Sao_Paulo";
    const due: string[] = [];
    for (let at = new Date("2026-03-07T05:00:00Z"); due.length < 6;) {
      at = nextRun(schedule, 60, at, zone);
      due.push(at.toISOString().slice(0, 16));
    }
    expect(due).toEqual([
      "2026-03-07T07:00",
      "2026-03-07T11:00",
      "2026-03-07T15:00",
      "2026-03-07T19:00",
      "2026-03-07T23:00",
      "2026-03-08T07:00",
    ]);
    expect(periodOf(period, new Date("2026-03-07T07:00:00Z"), zone)).toEqual({
      first: FIXED_DAY,
      last: FIXED_DAY,
    });
    expect(
      periodOf(boavista.operations.reconciliation!.period, new Date("2026-03-08T07:00:00Z"), zone),
    ).toEqual({ first: FIXED_DAY, last: FIXED_DAY });
  });

  test("after two days of downtime no day is left out", () => {
    const { schedule, period, missed } = boavista.operations.sales!;
    const zone = "America/Sao_Paulo";
    const { slots } = dueSlots(
      schedule,
      240,
      new Date("2026-03-07T07:00:00Z"),
      new Date("2026-03-09T08:00:00Z"),
      zone,
      missed ?? "last",
    );
    expect([...new Set(slots.map((slot) => periodOf(period, slot, zone).first))]).toEqual([
      "2026-03-05",
      "2026-03-06",
      "2026-03-07",
    ]);
  });
});

describe("the partner's answers", () => {
  test("a store it does not know refuses the lot; a sale it does not take is listed", async () => {
    const bench = open({
      sales: [paid(1)],
      settings: { "codigo_estabelecimento.1": "CODIGO-LONGO-DEMAIS" },
    });
    const [file] = await bench.prepare("sales");
    const failure = await bench.deliver("sales", file!).catch((error: unknown) => error);
    expect(kindOf(failure)).toBe("rejected");
    expect(failure).toMatchObject({ detail: expect.stringContaining("não está cadastrado") });

    const accepted = new Map();
    await send(open({ accepted, sales: [paid(1, { nsu: "7" })] }));
    const other = open({ sales: [paid(2, { nsu: "7" }), paid(3)], task: { id: 2 } });
    const { answers } = await send(other);
    expect(answers[0]?.rejections).toEqual([
      {
        key: "1:venda:DOC-2-1",
        code: "NSU_REPETIDO",
        message: "o NSU já está em outra venda do dia",
      },
    ]);
    expect([...other.accepted.keys()]).toEqual(["1:venda:DOC-3-1"]);
  });

  test("a lot that is there already counts as accepted", async () => {
    const bench = open({ sales: [paid(1)] });
    const [file] = await bench.prepare("sales");
    await bench.deliver("sales", file!);
    expect(await bench.deliver("sales", { ...file!, uncertain: true })).toEqual({
      status: "done",
      receipt: expect.stringContaining("já recebido"),
      rejections: [],
    });
  });

  test("a lot that is too large there goes in halves, and nothing is there twice", async () => {
    const bench = open({ sales: Array.from({ length: 5 }, (_, index) => paid(index + 1)) });
    const [file] = await bench.prepare("sales");
    const { http } = bench.ctx;
    bench.ctx.http = async (request) =>
      request.url.endsWith("/vendas") &&
      (JSON.parse(request.body as string) as { registros: unknown[] }).registros.length > 2
        ? { status: 413, headers: new Headers(), text: "", json: () => ({}) }
        : http(request);
    for (let round = 0; round < 2; round++)
      expect(await bench.deliver("sales", file!)).toMatchObject({ status: "done", rejections: [] });
    expect(sandbox.counts("boavista")).toMatchObject({
      "Vendas aceitas": 5,
      "Vendas repetidas": 0,
    });
  });

  test("a second half that is refused as a whole is the matter of its own records", async () => {
    const bench = open({ sales: [1, 2, 3].map((id) => paid(id)) });
    const [file] = await bench.prepare("sales");
    const { http } = bench.ctx;
    bench.ctx.http = async (request) => {
      if (!request.url.endsWith("/vendas")) return http(request);
      const { lote } = JSON.parse(request.body as string) as { lote: string };
      if (lote.endsWith(".1")) return http(request);
      return {
        status: lote.endsWith(".2") ? 422 : 413,
        headers: new Headers(),
        text: "",
        json: () => ({ codigo: "PERIODO", mensagem: "período fechado" }),
      };
    };
    expect((await bench.deliver("sales", file!)).rejections).toEqual([
      {
        key: "1:venda:DOC-3-1",
        code: "LOTE",
        message: "O parceiro recusou o lote: período fechado (PERIODO)",
      },
    ]);
    expect([...bench.accepted.keys()]).toEqual(["1:venda:DOC-1-1", "1:venda:DOC-2-1"]);
  });

  test("names of the contract stand in what is sent and are read in what comes", async () => {
    const accepted = new Map();
    const mapa_campos =
      "vendas | valor_bruto | total\nvendas | parcelas.valor | quantia\nautenticacao | chave_acesso | user\nautenticacao | token | access_token\nconciliacao | chave | id";
    const bench = open({ accepted, sales: [paid(1)], settings: { mapa_campos } });
    const { http } = bench.ctx;
    bench.ctx.http = async (request) => {
      if (request.url.endsWith("/token")) {
        expect(JSON.parse(request.body as string)).toHaveProperty("user");
        return {
          status: 200,
          headers: new Headers(),
          text: "",
          json: () => ({ access_token: "t-9" }),
        };
      }
      expect(request.headers?.authorization).toBe("Bearer t-9");
      if (request.url.includes("/conciliacoes?"))
        return {
          status: 200,
          headers: new Headers(),
          text: "",
          json: () => ({
            itens: [{ id: "DOC-1-1", nsu: "700001", status: "conciliada" }],
            proximo: null,
          }),
        };
      return http(request);
    };
    const [file] = await bench.prepare("sales");
    expect((JSON.parse(await file!.text()) as { registros: object[] }).registros).toMatchObject([
      { total: 12.9, parcelas: [{ numero: 1, quantia: 12.9 }] },
    ]);
    const item = { key: "DOC-1-1", title: "NSU 700001: conciliada" };
    // One answer for each branch.
    expect(await bench.collect("reconciliation")).toMatchObject([
      { ...item, branchId: 1 },
      { ...item, branchId: 2 },
    ]);
  });

  test("figures that do not add up accept nothing", async () => {
    const bench = open({ sales: [paid(1), paid(2)] });
    const [file] = await bench.prepare("sales");
    const { http } = bench.ctx;
    bench.ctx.http = async (request) =>
      request.url.endsWith("/vendas")
        ? {
            status: 200,
            headers: new Headers(),
            text: "",
            json: () => ({ protocolo: 1, aceitos: 1, rejeitados: [] }),
          }
        : http(request);
    expect(await bench.deliver("sales", file!).catch(kindOf)).toBe("unexpected_shape");
  });
});

describe("what comes back", () => {
  const collect = (options: Parameters<typeof open>[0] = {}) => {
    const bench = open(options);
    return bench.collect("reconciliation").then((items) => ({ items, bench }));
  };

  test("each sale with its status, and by e-mail only what needs a look", async () => {
    const accepted = new Map();
    await send(open({ accepted, sales: [paid(1), paid(3), paid(7)] }));
    const { items, bench } = await collect({ accepted });
    expect(
      items.map(
        (item) =>
          item.type === "item" && [item.kind, item.key, item.title, item.branchId, item.validFrom],
      ),
    ).toEqual([
      ["reconciliation", "DOC-1-1", "NSU 700001: conciliada", 1, FIXED_DAY],
      ["reconciliation", "DOC-3-1", "NSU 700003: divergente", 1, FIXED_DAY],
      ["reconciliation", "DOC-7-1", "NSU 700007: não conciliada", 1, FIXED_DAY],
    ]);
    expect(bench.notified).toEqual([
      "Filial 1, 05/03/2026: 1 conciliada, 1 divergente, 1 não conciliada, 0 sem resposta.",
    ]);
  });

  test("a sale nobody answers for is told", async () => {
    const accepted = new Map();
    await send(open({ accepted, sales: [paid(1), paid(2)] }));
    await sandbox.reset("boavista");
    const { items, bench } = await collect({ accepted });
    expect([items, bench.notified]).toEqual([[], [expect.stringContaining("2 sem resposta")]]);
  });

  test("a day on which all is well is no reason to write", async () => {
    const accepted = new Map();
    await send(open({ accepted, sales: [paid(1), paid(2)] }));
    expect((await collect({ accepted })).bench.notified).toEqual([]);
  });

  test("what was corrected since is asked for again, without a second notice", async () => {
    const accepted = new Map();
    await send(open({ accepted, sales: [paid(3), paid(7)] }));
    const bench = open({ accepted });
    expect(
      (await bench.collect("corrected")).map((item) => item.type === "item" && item.key),
    ).toEqual(["DOC-3-1", "DOC-7-1"]);
    expect(bench.notified).toEqual([]);
  });

  test("lists of many pages come whole", async () => {
    const accepted = new Map();
    await send(
      open({ accepted, sales: Array.from({ length: 130 }, (_, index) => paid(index + 1)) }),
    );
    const { items } = await collect({ accepted });
    expect(new Set(items.map((item) => item.type === "item" && item.key)).size).toBe(130);
  });
});
