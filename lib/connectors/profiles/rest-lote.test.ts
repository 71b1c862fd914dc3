import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "@/e2e/sandbox/start-sandbox.ts";
import { kindOf } from "@/lib/core/errors.ts";
import type { LedgerRecord } from "@/lib/core/ledger-record.ts";
import type { Sale } from "@/lib/core/movement.ts";
import { fixedSales, makeLine, makePayment, makeSale } from "../conformance/fixed-day.ts";
import { openBench } from "../conformance/make-context.ts";
import { linkedFarma } from "../linked-farma/index.ts";
import { refuseSetting } from "../settings.ts";
import { trivio } from "../trivio/index.ts";
import type { HttpRequest, HttpResponse } from "../transports/types.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ only: ["trivio"] });
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.reset("trivio"));

const settings = () => ({
  url_base: sandbox.trivio.url,
  token: sandbox.trivio.token,
  codigo_cliente: "4471",
});
const open = (options: Partial<Parameters<typeof openBench>[1]> = {}) =>
  openBench(trivio, { settings: settings(), ...options });
const many = (count: number): Sale[] =>
  Array.from({ length: count }, (_, index) => makeSale({ id: index + 1 }));
const command = (verb: string, body: object) => sandbox.partners.trivio.commands?.[verb]?.(body);

async function send(options: Parameters<typeof open>[0] = {}, operation = "sales") {
  const bench = open(options);
  const answers = [];
  for (const file of await bench.prepare(operation))
    answers.push(await bench.deliver(operation, file));
  return { bench, answers };
}

describe("parts", () => {
  test("at most 500 records each, numbered, and all of them arrive", async () => {
    const bench = open({ sales: many(1_001) });
    const files = await bench.prepare("sales");
    expect(files.map(({ name, rows }) => [name.slice(-8), rows])).toEqual([
      ["001.json", 500],
      ["002.json", 500],
      ["003.json", 1],
    ]);
    for (const file of files) await bench.deliver("sales", file);
    expect(sandbox.counts("trivio")).toMatchObject({
      "Registros de vendas": 1_001,
      "Lotes recebidos": 3,
      "Registros repetidos": 0,
    });
  });

  test("a smaller limit of the contract is a setting", async () => {
    expect(
      (
        await open({
          settings: { ...settings(), registros_por_lote: "2" },
          sales: many(5),
        }).prepare("sales")
      ).map(({ rows }) => rows),
    ).toEqual([2, 2, 1]);
  });

  test("a part ends before 5 MB", async () => {
    const long = many(6).map((sale) => ({
      ...sale,
      lines: [makeLine({ description: "x".repeat(1_000_000) })],
    }));
    const files = await open({ sales: long }).prepare("sales");
    expect(files.map(({ rows }) => rows)).toEqual([4, 2]);
    for (const { bytes } of files) expect(bytes).toBeLessThan(5_000_000);
  });

  test("a lot that the partner finds too large is halved until it passes; sent again, nothing is doubled", async () => {
    command("limit", { records: 3 });
    const bench = open({ sales: many(10) });
    const [file] = await bench.prepare("sales");
    expect(await bench.deliver("sales", file!)).toMatchObject({ status: "done", rejections: [] });
    expect(await bench.deliver("sales", file!)).toMatchObject({ status: "done", rejections: [] });
    expect(sandbox.counts("trivio")).toMatchObject({
      "Registros de vendas": 10,
      "Registros repetidos": 0,
      "Lotes repetidos": 4,
    });
  });
});

describe("answers", () => {
  /** Two receipts, the second with something only the partner minds. */
  const oneRefused = (): Sale[] =>
    many(2).map((sale, index) => (index === 1 ? { ...sale, model: "m".repeat(1_001) } : sale));

  test("a refused record is named by its key and goes again alone after a reprocess", async () => {
    const accepted = new Map<string, LedgerRecord>();
    const { bench, answers } = await send({ sales: oneRefused(), accepted });
    expect(answers).toMatchObject([
      {
        status: "done",
        receipt: "P000001",
        rejections: [{ key: "1:V-DOC-2", code: "CAMPO_INVALIDO" }],
      },
    ]);
    expect([...bench.accepted.keys()]).toEqual(["1:V-DOC-1"]);
    const again = open({ sales: many(2), accepted, task: { generation: 2 } });
    const files = await again.prepare("sales");
    expect(files.map(({ name, rows }) => [name.split("-").slice(3).join("-"), rows])).toEqual([
      ["g2-001.json", 1],
    ]);
    await again.deliver("sales", files[0]!);
    expect(sandbox.counts("trivio")).toMatchObject({
      "Registros de vendas": 2,
      "Registros repetidos": 0,
    });
  });

  test("the same days asked for again send nothing", async () => {
    const accepted = new Map<string, LedgerRecord>();
    await send({ accepted });
    const { answers } = await send({ accepted, task: { id: 2 } });
    expect(answers).toEqual([]);
    expect(sandbox.counts("trivio")).toMatchObject({
      "Registros de vendas": fixedSales().length,
      "Registros repetidos": 0,
    });
  });

  test("a day that the partner closed is refused with its reason", async () => {
    command("close-before", { day: "2026-03-06" });
    const bench = open();
    const [file] = await bench.prepare("sales");
    const failure = await bench.deliver("sales", file!).catch((error: unknown) => error);
    expect(kindOf(failure)).toBe("rejected");
    expect(failure).toMatchObject({
      detail: "O parceiro recusou o lote: movimento de período já fechado (PERIODO_FECHADO)",
    });
  });

  const answering =
    (status: number, body: unknown) =>
    async (_request: HttpRequest): Promise<HttpResponse> => ({
      status,
      headers: new Headers(),
      text: JSON.stringify(body),
      json: () => body,
    });
  test.each([
    ["fewer records than were sent", 200, { protocolo: "1", aceitos: 1, rejeitados: [] }],
    [
      "a record that was not sent",
      200,
      { protocolo: "1", aceitos: 4, rejeitados: [{ indice: 99, codigo: "X" }] },
    ],
    [
      "one record twice",
      200,
      {
        protocolo: "1",
        aceitos: 2,
        rejeitados: [
          { indice: 0, codigo: "X" },
          { indice: 0, codigo: "Y" },
        ],
      },
    ],
    ["nothing", 202, {}],
  ])("%s is never taken for an acceptance", async (_what, status, body) => {
    const bench = open();
    const [file] = await bench.prepare("sales");
    expect(file!.rows).toBe(4);
    expect(
      await trivio.operations.sales!.deliver!(
        { ...bench.ctx, http: answering(status, body) },
        file!,
      ).catch(kindOf),
    ).toBe("unexpected_shape");
  });

  test("a single record too large for the partner is its own refusal", async () => {
    const bench = open({ sales: many(1) });
    const [file] = await bench.prepare("sales");
    const answer = await trivio.operations.sales!.deliver!(
      { ...bench.ctx, http: answering(413, {}) },
      file!,
    );
    expect(answer.rejections).toMatchObject([{ key: "1:V-DOC-1", code: "413" }]);
  });
});

describe("receipts", () => {
  test("a return that was settled without a payment goes with none, for the whole", async () => {
    const back = makeSale({ id: 2, kind: "return", originalKey: "DOC-1", payments: [] });
    const { bench, answers } = await send({ sales: [makeSale(), back] });
    expect([bench.refused, answers.flatMap(({ rejections = [] }) => rejections)]).toEqual([[], []]);
    const [file] = await open({ sales: [back] }).prepare("sales");
    expect((JSON.parse(await file!.text()) as { registros: object[] }).registros).toMatchObject([
      { tipo: "devolucao", pagamentos: [{ forma: "90", valor: 12.9 }] },
    ]);
  });

  test.each([
    [
      "payments that do not sum",
      { payments: [makePayment({ amountCents: 1_289 })] },
      "SOMA_PAGAMENTOS",
    ],
    ["a sale without a payment", { payments: [] }, "SOMA_PAGAMENTOS"],
    [
      "items that are another receipt's",
      { totalCents: 5_000, payments: [makePayment({ amountCents: 5_000 })] },
      "SOMA_ITENS",
    ],
    ["no items", { lines: [], totalCents: 0, payments: [] }, "SEM_ITENS"],
  ])("%s: it stays here, named by its number", async (_what, fields, code) => {
    const { bench, answers } = await send({ sales: [makeSale({ number: "812", ...fields })] });
    expect([answers, bench.refused]).toEqual([
      [],
      [expect.objectContaining({ code, message: expect.stringContaining("812") })],
    ]);
  });

  test("a wrong CPF and items without an EAN are counted", async () => {
    const bench = openBench(linkedFarma, {
      settings: {
        url_base: "http://gruppy.test",
        token: "segredo-9",
        codigo_rede: "R",
        enviar_cpf: "sim",
      },
      sales: [makeSale({ customerDocument: "11111111111", lines: [makeLine({ ean: "" })] })],
    });
    await bench.prepare("sales");
    expect(bench.lines.map(({ text }) => text)).toEqual([
      "Filial 1, 05/03/2026: 1 cupom com CPF inválido segue sem ele.",
      "Filial 1, 05/03/2026: 1 item sem EAN válido segue pelo código do produto.",
    ]);
  });
});

describe("what the registration says", () => {
  const map = "vendas | valor_total | total\nvendas | itens.ean | codigo_barras\nvendas | canal |";

  test("fields take the names of the contract, and one without a name stays away", async () => {
    const [file] = await open({ settings: { ...settings(), mapa_campos: map } }).prepare("sales");
    const [record] = (
      JSON.parse(await file!.text()) as {
        registros: Array<Record<string, unknown> & { itens: object[] }>;
      }
    ).registros;
    expect(record).toMatchObject({ total: 12.9, itens: [{ codigo_barras: "7890006000011" }] });
    expect(Object.keys(record!)).not.toEqual(expect.arrayContaining(["canal"]));
    expect(Object.keys(record!)).not.toEqual(expect.arrayContaining(["valor_total"]));
  });

  test("a map of a field that does not exist is refused with those that do", () => {
    const spec = trivio.settings.find(({ key }) => key === "mapa_campos")!;
    expect(refuseSetting(spec, map)).toBeNull();
    expect(refuseSetting(spec, "vendas | valor | total")).toMatch(
      /“Vendas” não tem o campo “valor”\. Os campos são: chave, tipo/,
    );
    expect(refuseSetting(spec, "cupons | valor | total")).toMatch(/Recurso/);
  });

  test("paths cannot climb out of the address", () => {
    const spec = trivio.settings.find(({ key }) => key === "caminho_vendas")!;
    expect(refuseSetting(spec, "v2/vendas")).toBeNull();
    for (const wrong of ["../admin", "a/../b", "vendas?x=1", "http://outro.test"])
      expect(refuseSetting(spec, wrong)).not.toBeNull();
  });

  test("the token goes where the contract wants it", async () => {
    const bench = open({ settings: { ...settings(), autenticacao: "x_api_key" } });
    const seen: Array<Record<string, string> | undefined> = [];
    const [file] = await bench.prepare("sales");
    await trivio.operations.sales!.deliver!(
      {
        ...bench.ctx,
        http: async (request) => (
          seen.push(request.headers),
          { status: 409, headers: new Headers(), text: "", json: () => null }
        ),
      },
      file!,
    );
    expect(seen[0]).toMatchObject({
      "x-api-key": sandbox.trivio.token,
      "idempotency-key": `1-${file!.name.replace(".json", "")}`,
    });
    expect(seen[0]).not.toHaveProperty("authorization");
  });

  test("an address without the test path says that nothing was proved", async () => {
    expect(
      await trivio.check(open({ settings: { ...settings(), caminho_teste: "ping" } }).ctx),
    ).toMatch(/só serão conferidas no primeiro envio/);
  });

  test.each([
    ["zerar", 2],
    ["omitir", 1],
    ["enviar", 2],
  ])("negative stock: %s", async (rule, rows) => {
    const { bench, answers } = await send(
      { settings: { ...settings(), estoque_negativo: rule } },
      "catalogue",
    );
    const files = await bench.prepare("catalogue");
    expect(files.filter(({ name }) => name.startsWith("estoque")).map((file) => file.rows)).toEqual(
      [rows, rows],
    );
    const refused = answers.flatMap(({ rejections = [] }) => rejections);
    expect(refused.map(({ code }) => code)).toEqual(
      rule === "enviar" ? ["ESTOQUE_NEGATIVO", "ESTOQUE_NEGATIVO"] : [],
    );
  });
});

test("a receipt whose payments do not sum stays behind, named, and the rest goes on", async () => {
  const { bench } = await send({
    sales: [makeSale({ id: 1 }), makeSale({ id: 2, payments: [makePayment({ amountCents: 1 })] })],
  });
  expect(bench.refused).toMatchObject([{ key: "1:V-DOC-2", code: "SOMA_PAGAMENTOS" }]);
  expect(sandbox.counts("trivio")).toMatchObject({ "Registros de vendas": 1 });
});
