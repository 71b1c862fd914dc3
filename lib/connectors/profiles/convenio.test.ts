import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { judgeCancellation, judgeConfirmation } from "@/e2e/sandbox/convenio/start-convenio.ts";
import { type Sandbox, startSandbox } from "@/e2e/sandbox/start-sandbox.ts";
import type { LedgerRecord } from "@/lib/core/ledger-record.ts";
import type { Sale } from "@/lib/core/movement.ts";
import { arbitrarySales } from "../conformance/arbitrary-sales.ts";
import { makeLine, makePayment, makeSale } from "../conformance/fixed-day.ts";
import { openBench } from "../conformance/make-context.ts";
import { naapyes } from "../naapyes/index.ts";
import { shareAmong } from "./convenio-record.ts";
import type { HttpRequest, HttpResponse } from "../transports/types.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ only: ["naapyes"] });
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.reset());

const open = (sales: Sale[], options: Partial<Parameters<typeof openBench>[1]> = {}) =>
  openBench(naapyes, {
    settings: {
      url_base: sandbox.naapyes.url,
      token: sandbox.naapyes.token,
      cd_convenio: sandbox.naapyes.agreement,
    },
    sales,
    ...options,
  });
const agreed = (id: number, fields: Partial<Sale> = {}) =>
  makeSale({
    id,
    program: "agreement",
    payments: [makePayment({ method: "05", nsu: `8${id}` })],
    ...fields,
  });

test("each sale is confirmed once, and what undoes it cancels the same number", async () => {
  const accepted = new Map<string, LedgerRecord>();
  const sales = [
    agreed(1),
    agreed(2),
    agreed(3, {
      kind: "cancellation",
      originalKey: "DOC-2",
      payments: [makePayment({ method: "05", nsu: "82" })],
    }),
    makeSale({ id: 4 }),
  ];
  for (const id of [1, 2]) {
    const bench = open(sales, { accepted, task: { id } });
    for (const file of await bench.prepare("sales"))
      expect((await bench.deliver("sales", file)).rejections).toEqual([]);
  }
  expect(sandbox.counts("naapyes")).toEqual({
    Confirmadas: 2,
    Canceladas: 1,
    "Autorizações repetidas": 0,
    Recusadas: 0,
  });
});

test("a sale on agreement without a number stays here and is counted", async () => {
  const bench = open([agreed(1, { payments: [makePayment()] }), agreed(2)]);
  expect((await bench.prepare("sales")).map(({ rows }) => rows)).toEqual([1]);
  expect(bench.lines.map(({ text }) => text)).toContain(
    "Filial 1, 05/03/2026: 1 venda de convênio sem NSU não foi enviada, porque não passou pela autorização do operador.",
  );
});

test("what undoes a sale goes under the sale's number where the source wrote none; without either it is refused with its receipt", async () => {
  const sales = [
    agreed(1, {
      payments: [
        makePayment({ method: "05", nsu: "81", amountCents: 1_000 }),
        makePayment({ amountCents: 290 }),
      ],
    }),
    agreed(2, { kind: "cancellation", originalKey: "DOC-1", payments: [makePayment()] }),
    agreed(3),
    agreed(4, {
      kind: "return",
      originalKey: "DOC-3",
      payments: [],
      lines: [makeLine({ unitPriceCents: 290 })],
    }),
    agreed(5, {
      kind: "return",
      originalKey: "DOC-3",
      payments: [],
      lines: [makeLine({ unitPriceCents: 1_000 })],
    }),
    agreed(6, { kind: "return", originalKey: "DOC-99", payments: [] }),
  ];
  const bench = open(sales);
  for (const file of await bench.prepare("sales"))
    expect((await bench.deliver("sales", file)).rejections).toEqual([]);
  expect(sandbox.counts("naapyes")).toEqual({
    Confirmadas: 2,
    Canceladas: 3,
    "Autorizações repetidas": 0,
    Recusadas: 0,
  });
  expect(bench.refused).toMatchObject([
    { key: "1:D-DOC-6", code: "SEM_NSU", message: expect.stringMatching(/^A devolução 6, .*\.$/) },
  ]);
});

test.each([
  "CONVENIADO_INATIVO",
  "CONVENIADO_DESCONHECIDO",
  "LIMITE_EXCEDIDO",
  "PRODUTO_NAO_COBERTO",
])("the operator's no (%s) is the sale's own, named by its number", async (codigo) => {
  sandbox.partners.naapyes.commands?.deny?.({ nsu: "81", codigo });
  const bench = open([agreed(1), agreed(2)]);
  const [file] = await bench.prepare("sales");
  expect((await bench.deliver("sales", file!)).rejections).toEqual([
    { key: "1:V-DOC-1", code: codigo, message: "Autorização 81: recusada pelo operador" },
  ]);
  expect([...bench.accepted.keys()]).toEqual(["1:V-DOC-2"]);
});

test("the agreement's part is shared among the items to the cent, none above what it is worth", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 99_999 }), { minLength: 1, maxLength: 8 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (worths, part) => {
        const whole = Math.floor(worths.reduce((sum, worth) => sum + worth, 0) * part);
        const shares = shareAmong(worths, whole);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBe(whole);
        shares.forEach((share, index) => expect(share).toBeLessThanOrEqual(worths[index]!));
      },
    ),
  );
});

test("the CPF travels only where the registration says so, and only a right one", async () => {
  const sales = [
    agreed(1, { customerDocument: "52998224725" }),
    agreed(2, { customerDocument: "11111111111" }),
  ];
  const textOf = async (settings: Record<string, string>) =>
    (
      await open(sales, {
        settings: {
          url_base: sandbox.naapyes.url,
          token: sandbox.naapyes.token,
          cd_convenio: sandbox.naapyes.agreement,
          ...settings,
        },
      }).prepare("sales")
    )[0]!.text();
  expect(await textOf({})).not.toContain("52998224725");
  const written = JSON.parse(await textOf({ enviar_cpf: "sim" })) as Array<{
    corpo: { cpf_conveniado?: string };
  }>;
  expect(written.map(({ corpo }) => corpo.cpf_conveniado)).toEqual(["52998224725", undefined]);
});

describe("the operator", () => {
  const confirmationOf = async () =>
    (
      JSON.parse(await (await open([agreed(1)]).prepare("sales"))[0]!.text()) as Array<{
        corpo: Record<string, unknown> & { itens: Array<Record<string, unknown>> };
      }>
    )[0]!.corpo;
  const ask = (what: string, body: object) =>
    fetch(`${sandbox.naapyes.url}/autorizacoes/81/${what}`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${sandbox.naapyes.token}`,
        "content-type": "application/json",
      },
      body: JSON.stringify(body),
    });
  test.each<[what: string, spoil: (body: Awaited<ReturnType<typeof confirmationOf>>) => object]>([
    ["an unknown field", (body) => ({ ...body, extra: 1 })],
    ["no number", ({ nsu: _nsu, ...body }) => body],
    ["another number than the address", (body) => ({ ...body, nsu: "82" })],
    ["another agreement", (body) => ({ ...body, convenio: "CV-99" })],
    ["a total that is not the items'", (body) => ({ ...body, valor_total: 12.91 })],
    ["a part that is not the items'", (body) => ({ ...body, valor_convenio: 12.89 })],
    ["a wrong EAN", (body) => ({ ...body, itens: [{ ...body.itens[0], ean: "7890006000012" }] })],
    [
      "a product that is not covered",
      (body) => ({ ...body, itens: [{ ...body.itens[0], ean: "7891000315507" }] }),
    ],
    ["a moment without its zone", (body) => ({ ...body, data_hora: "2026-03-05T10:45:10" })],
  ])("refuses %s", async (_what, spoil) => {
    const right = await confirmationOf();
    expect((await ask("confirmar", spoil(right))).status).toBe(422);
    expect((await ask("confirmar", right)).status).toBe(200);
  });

  test("gives back no more than was confirmed, and confirms nothing that was given back", async () => {
    const right = await confirmationOf();
    const back = (documento: string, valor_convenio: number) => ({
      nsu: "81",
      cnpj: right.cnpj,
      codigo_credenciado: "1",
      convenio: right.convenio,
      documento,
      data_hora: right.data_hora,
      valor_convenio,
      documento_original: "DOC-1",
      motivo: "devolucao",
    });
    await ask("confirmar", right);
    expect((await ask("cancelar", back("D1", 10))).status).toBe(200);
    expect((await ask("cancelar", back("D1", 10))).status).toBe(409);
    expect((await ask("cancelar", back("D2", 10))).status).toBe(422);
    expect((await ask("cancelar", back("D2", 2.9))).status).toBe(200);
    await sandbox.reset();
    await ask("cancelar", back("D1", 10));
    expect((await ask("confirmar", right)).status).toBe(422);
  });
});

const answering =
  (state: string) =>
  async (request: HttpRequest): Promise<HttpResponse> => {
    const body =
      request.method === "POST"
        ? { codigo: "X", mensagem: "já" }
        : { nsu: "81", situacao: state, protocolo: "P9" };
    return {
      status: request.method === "POST" ? 409 : 200,
      headers: new Headers(),
      text: "",
      json: () => body,
    };
  };
test.each([
  ["confirmada", []],
  ["parcialmente_cancelada", []],
  ["cancelada", ["SITUACAO"]],
  ["autorizada", ["SITUACAO"]],
])("“already” is believed of a confirmation only when it is %s there", async (state, codes) => {
  const bench = open([agreed(1)]);
  const [file] = await bench.prepare("sales");
  const answer = await naapyes.operations.sales!.deliver!(
    { ...bench.ctx, http: answering(state) },
    file!,
  );
  expect(answer.rejections?.map(({ code }) => code)).toEqual(codes);
});

test("an unknown number is the record's own refusal, and the others go on", async () => {
  const bench = open([agreed(1), agreed(2)]);
  const [file] = await bench.prepare("sales");
  const http = bench.ctx.http;
  bench.ctx.http = async (request) =>
    request.url.includes("/81/")
      ? {
          status: 404,
          headers: new Headers(),
          text: "",
          json: () => ({ codigo: "NSU", mensagem: "autorização não encontrada" }),
        }
      : http(request);
  expect((await bench.deliver("sales", file!)).rejections).toMatchObject([
    { key: "1:V-DOC-1", code: "NSU", message: "Autorização 81: autorização não encontrada" },
  ]);
  expect([...bench.accepted.keys()]).toEqual(["1:V-DOC-2"]);
});

test("whatever was sold on agreement, the operator finds nothing wrong", async () => {
  await fc.assert(
    fc.asyncProperty(arbitrarySales, async (sales) => {
      const bench = open(
        sales.map((sale) => ({
          ...sale,
          program: "agreement",
          payments: sale.payments.map((payment) => ({ ...payment, nsu: "771" })),
        })),
      );
      let rows = 0;
      for (const file of await bench.prepare("sales")) {
        rows += file.rows;
        for (const { acao, corpo } of JSON.parse(await file.text()) as Array<{
          acao: string;
          corpo: object;
        }>)
          expect(
            acao === "confirmar" ? judgeConfirmation(corpo) : judgeCancellation(corpo),
          ).toBeNull();
      }
      expect(rows + bench.refused.length).toBe(sales.length);
      expect(bench.refused).toEqual([]);
    }),
    { numRuns: 50 },
  );
});

test("members are kept without their CPF", async () => {
  const items = (await open([]).collect("members")).filter((one) => one.type === "item");
  expect(items).toHaveLength(5);
  expect(items[0]).toMatchObject({
    kind: "member",
    key: "5001",
    title: "Matrícula 5001 – Metalúrgica Aurora",
    data: { cpf: expect.stringMatching(/^\*\*\*\.\d{3}\.\d{3}-\*\*$/) },
  });
  expect(JSON.stringify(items)).not.toMatch(/"\d{11}"/);
});
