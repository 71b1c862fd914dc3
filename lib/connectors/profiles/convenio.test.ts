import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { judgeCancellation, judgeConfirmation } from "@/e2e/sandbox/convenio/start-convenio.ts";
import { type Sandbox, startSandbox } from "@/e2e/sandbox/start-sandbox.ts";
import type { LedgerRecord } from "../../core/ledger-record.ts";
import type { Sale } from "../../core/movement.ts";
import { arbitrarySales } from "../conformance/arbitrary-sales.ts";
import { makePayment, makeSale } from "../conformance/fixed-day.ts";
import { openBench } from "../conformance/make-context.ts";
import { naapyes } from "../naapyes/index.ts";
import type { HttpRequest, HttpResponse } from "../transports/types.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ only: ["naapyes"] });
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.reset());

const open = (sales: Sale[], options: Partial<Parameters<typeof openBench>[1]> = {}) => openBench(naapyes, { settings: { url_base: sandbox.naapyes.url, token: sandbox.naapyes.token, cd_convenio: sandbox.naapyes.agreement }, sales, ...options });
const agreed = (id: number, fields: Partial<Sale> = {}) => makeSale({ id, program: "agreement", payments: [makePayment({ method: "05", nsu: `8${id}` })], ...fields });

test("each sale is confirmed once, and what undoes it cancels the same number", async () => {
  const accepted = new Map<string, LedgerRecord>();
  const sales = [agreed(1), agreed(2), agreed(3, { kind: "cancellation", originalKey: "DOC-2", payments: [makePayment({ method: "05", nsu: "82" })] }), makeSale({ id: 4 })];
  for (const id of [1, 2]) {
    const bench = open(sales, { accepted, task: { id } });
    for (const file of await bench.prepare("sales")) expect((await bench.deliver("sales", file)).rejections).toEqual([]);
  }
  expect(sandbox.counts("naapyes")).toEqual({ Confirmadas: 2, Canceladas: 1, "Autorizações repetidas": 0, Recusadas: 0 });
});

test("a sale on agreement without a number stays here and is counted", async () => {
  const bench = open([agreed(1, { payments: [makePayment()] }), agreed(2)]);
  expect((await bench.prepare("sales")).map(({ rows }) => rows)).toEqual([1]);
  expect(bench.lines.map(({ text }) => text)).toContain("Filial 1, 05/03/2026: 1 venda(s) de convênio sem NSU não foram enviadas, porque não passaram pela autorização do operador.");
});

const answering = (state: string) => async (request: HttpRequest): Promise<HttpResponse> => {
  const body = request.method === "POST" ? { codigo: "X", mensagem: "já" } : { nsu: "81", situacao: state, protocolo: "P9" };
  return { status: request.method === "POST" ? 409 : 200, headers: new Headers(), text: "", json: () => body };
};
test.each([["confirmada", []], ["parcialmente_cancelada", []], ["cancelada", ["SITUACAO"]], ["autorizada", ["SITUACAO"]]])("“already” is believed of a confirmation only when it is %s there", async (state, codes) => {
  const bench = open([agreed(1)]);
  const [file] = await bench.prepare("sales");
  const answer = await naapyes.operations.sales!.deliver!({ ...bench.ctx, http: answering(state) }, file!);
  expect(answer.rejections?.map(({ code }) => code)).toEqual(codes);
});

test("an unknown number is the record's own refusal, and the others go on", async () => {
  const bench = open([agreed(1), agreed(2)]);
  const [file] = await bench.prepare("sales");
  const http = bench.ctx.http;
  bench.ctx.http = async (request) => (request.url.includes("/81/") ? { status: 404, headers: new Headers(), text: "", json: () => ({ codigo: "NSU", mensagem: "autorização não encontrada" }) } : http(request));
  expect((await bench.deliver("sales", file!)).rejections).toMatchObject([{ key: "1:V-DOC-1", code: "NSU", message: "Autorização 81: autorização não encontrada" }]);
  expect([...bench.accepted.keys()]).toEqual(["1:V-DOC-2"]);
});

test("whatever was sold on agreement, the operator finds nothing wrong", async () => {
  await fc.assert(
    fc.asyncProperty(arbitrarySales, async (sales) => {
      const bench = open(sales.map((sale) => ({ ...sale, program: "agreement", payments: sale.payments.map((payment) => ({ ...payment, nsu: "771" })) })));
      let rows = 0;
      for (const file of await bench.prepare("sales")) {
        rows += file.rows;
        for (const { acao, corpo } of JSON.parse(await file.text()) as Array<{ acao: string; corpo: object }>) expect(acao === "confirmar" ? judgeConfirmation(corpo) : judgeCancellation(corpo)).toBeNull();
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
  expect(items[0]).toMatchObject({ kind: "member", key: "5001", title: "Matrícula 5001 – Metalúrgica Aurora", data: { cpf: expect.stringMatching(/^\*\*\*\.\d{3}\.\d{3}-\*\*$/) } });
  expect(JSON.stringify(items)).not.toMatch(/"\d{11}"/);
});
