import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "@/e2e/sandbox/start-sandbox.ts";
import { judgeDocument } from "@/e2e/sandbox/wms/wms-contract.ts";
import { kindOf } from "@/lib/core/errors.ts";
import type { LedgerRecord } from "@/lib/core/ledger-record.ts";
import type { OutboundOrder } from "@/lib/core/outbound-order.ts";
import type { Purchase } from "@/lib/core/purchase.ts";
import { arbitraryText } from "../conformance/arbitrary-sales.ts";
import { makeOutboundLine, makeOutboundOrder } from "../conformance/fixed-outbound.ts";
import { makePurchase, makePurchaseLine } from "../conformance/fixed-register.ts";
import { openBench } from "../conformance/make-context.ts";
import type { RememberedState } from "../conformance/state-in-memory.ts";
import { delageWms } from "../delage-wms/index.ts";
import { exactWms } from "../exact-wms/index.ts";
import { entryKey } from "./wms-entry-record.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ only: ["exact-wms", "delage-wms"] });
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.reset());

const settings = () => ({
  url_base: sandbox["exact-wms"].url,
  autenticacao: "basic",
  usuario: "enlace",
  token: sandbox["exact-wms"].token,
  "cd_deposito.2": "",
});
interface Given {
  purchases?: Purchase[];
  orders?: OutboundOrder[];
}
function open(
  { purchases, orders }: Given = {},
  options: Partial<Parameters<typeof openBench>[1]> = {},
) {
  const bench = openBench(exactWms, { settings: settings(), ...options });
  if (purchases)
    bench.ctx.movements = {
      ...bench.ctx.movements,
      purchases: async function* (scope) {
        for (const one of purchases) if (scope.branchIds.includes(one.branchId)) yield one;
      },
    };
  if (orders)
    bench.ctx.movements = {
      ...bench.ctx.movements,
      outboundOrders: async function* (scope) {
        for (const one of orders) if (scope.branchIds.includes(one.branchId)) yield one;
      },
    };
  return bench;
}
const finish = (id: "exact-wms" | "delage-wms") => sandbox.partners[id].commands?.finish?.({});

describe("out", () => {
  test("a document that the warehouse refuses holds up none of the others", async () => {
    const bench = open({
      purchases: [
        makePurchase({ id: 1 }),
        makePurchase({ id: 2, supplierName: "" }),
        makePurchase({ id: 3 }),
      ],
    });
    const [file] = await bench.prepare("entries");
    expect(await bench.deliver("entries", file!)).toMatchObject({
      status: "done",
      rejections: [
        {
          key: "1:NF-2",
          code: "500",
          message: expect.stringContaining("Documento NF-2: fornecedor.razao"),
        },
      ],
    });
    expect([...bench.accepted.keys()]).toEqual(["1:NF-1", "1:NF-3"]);
    expect(sandbox.counts("exact-wms")).toMatchObject({ "Pré-entradas": 3 });
  });

  test("an invoice that was cancelled after it had gone is named, one that never went is not", async () => {
    const before = open({ purchases: [makePurchase({ id: 1 }), makePurchase({ id: 2 })] });
    for (const file of await before.prepare("entries")) await before.deliver("entries", file);
    const undo = (id: number) =>
      makePurchase({ id, kind: "cancellation", originalKey: `NF-${id}`, day: "2026-03-09" });
    const bench = open({ purchases: [undo(1), undo(3)] }, { accepted: before.accepted });
    expect(await bench.prepare("entries")).toEqual([]);
    const told = bench.lines.filter(({ level }) => level === "warn").map(({ text }) => text);
    expect(told).toEqual([
      expect.stringContaining("1 nota já enviada foi cancelada depois (nº 4501). O WMS não recebe"),
    ]);
  });

  test("work that has begun there is not overwritten: the warehouse's no is the document's", async () => {
    const bench = open({ purchases: [makePurchase()] });
    const [file] = await bench.prepare("entries");
    await bench.deliver("entries", file!);
    finish("exact-wms");
    expect((await bench.deliver("entries", file!)).rejections).toMatchObject([
      { key: "1:NF-1", message: "Documento NF-1: Recebimento não pode ser alterado." },
    ]);
  });

  test("what the warehouse has is not sent again", async () => {
    const accepted = new Map<string, LedgerRecord>();
    for (const id of [1, 2]) {
      const bench = open({ orders: [makeOutboundOrder()] }, { accepted, task: { id } });
      for (const file of await bench.prepare("exits")) await bench.deliver("exits", file);
    }
    expect(sandbox.counts("exact-wms")).toMatchObject({
      "Pedidos de saída": 2,
      "Documentos repetidos": 0,
    });
  });

  test.each([
    ["a supplier without a number", makePurchase({ supplierCode: "" }), "FORNECEDOR"],
    [
      "a product with letters",
      makePurchase({ lines: [makePurchaseLine({ productCode: "A-77" })] }),
      "PRODUTO",
    ],
    ["no lot", makePurchase({ lines: [makePurchaseLine({ lot: "" })] }), "LOTE_SEM_VALIDADE"],
    [
      "a lot without expiry",
      makePurchase({
        lines: [
          makePurchaseLine({
            lots: [{ lot: "X", quantity: 1, manufacturedOn: null, expiresOn: null }],
          }),
        ],
      }),
      "LOTE_SEM_VALIDADE",
    ],
    ["no lines", makePurchase({ lines: [] }), "SEM_ITENS"],
    [
      "nothing of a product",
      makePurchase({ lines: [makePurchaseLine({ quantity: 0 })] }),
      "QUANTIDADE",
    ],
    [
      "less than nothing of a lot",
      makePurchase({
        lines: [
          makePurchaseLine({
            lots: [{ lot: "X", quantity: -1, manufacturedOn: null, expiresOn: "2028-01-31" }],
          }),
        ],
      }),
      "QUANTIDADE",
    ],
  ])("%s stays here, with the reason", async (_what, purchase, code) => {
    const bench = open({ purchases: [purchase] });
    expect(await bench.prepare("entries")).toEqual([]);
    expect(bench.refused).toMatchObject([{ key: "1:NF-1", code }]);
  });

  test("an order of nothing stays here, with the reason", async () => {
    const bench = open({
      orders: [makeOutboundOrder({ lines: [makeOutboundLine({ quantity: 0 })] })],
    });
    expect(await bench.prepare("exits")).toEqual([]);
    expect(bench.refused).toMatchObject([
      { key: "1:PED-1", code: "QUANTIDADE", message: expect.stringContaining("8001") },
    ]);
  });

  test("a validity of the registration stands in for one that the invoice lacks", async () => {
    const [file] = await open(
      { purchases: [makePurchase({ lines: [makePurchaseLine({ lot: "" })] })] },
      { settings: { ...settings(), validade_padrao_dias: "30" } },
    ).prepare("entries");
    expect(JSON.parse(await file!.text())).toMatchObject([
      { itens: [{ lote: [{ descricao: "SEM-LOTE", vencimento: "2026-04-04", quantidade: 10 }] }] },
    ]);
  });

  test("a purchase cancelled before it went stays here, and so do those of a shop", async () => {
    const bench = open({
      purchases: [
        makePurchase({ id: 1 }),
        makePurchase({ id: 2, kind: "cancellation", documentKey: "NF-1", originalKey: "NF-1" }),
        makePurchase({ id: 3, branchId: 2 }),
      ],
    });
    expect(await bench.prepare("entries")).toEqual([]);
    expect(bench.refused).toEqual([]);
  });

  test("quotes and returns to suppliers go only where the registration says so", async () => {
    const natures = async (more: Record<string, string>) =>
      JSON.parse(
        await (
          await open({}, { settings: { ...settings(), ...more } }).prepare("exits")
        )[0]!.text(),
      ).map(({ natureza, documentonr }: Record<string, string>) => [documentonr, natureza]);
    expect(await natures({})).toEqual([
      ["8001", "RESSUPRIMENTO"],
      ["8002", "PRÉ-FATURA"],
    ]);
    expect(await natures({ envia_orcamento: "sim", envia_devolucao: "sim" })).toEqual([
      ["8001", "RESSUPRIMENTO"],
      ["8002", "PRÉ-FATURA"],
      ["8003", "FATURA"],
      ["8004", "PRÉ-FATURA"],
    ]);
  });

  test("without a depot nothing runs, and the key is named", async () => {
    const bench = open({}, { settings: { ...settings(), "cd_deposito.1": "" } });
    const failure = await bench.prepare("entries").catch((error: unknown) => error);
    expect([kindOf(failure), (failure as { settings?: string[] }).settings]).toEqual([
      "settings",
      ["cd_deposito"],
    ]);
  });

  test("the ERP's key fits into 36 places", () => {
    expect(
      entryKey(makePurchase({ documentKey: "35260341902377000113550010000045011000045015" })),
    ).toBe("71300884000101-1-4501".replace("71300884000101", makePurchase().supplierCnpj));
    expect(entryKey(makePurchase({ documentKey: "NF-1" }))).toBe("NF-1");
  });

  test("any texts, quantities and lots make documents that the warehouse can read", async () => {
    const line = fc.record({
      description: arbitraryText,
      unit: arbitraryText,
      lot: arbitraryText,
      ean: fc.constantFrom("", "7891000315507", "SEM GTIN", "2000000000015"),
      quantity: fc.oneof(fc.integer({ min: 1, max: 9_999 }), fc.constant(0.125)),
      expires: fc.constantFrom(null, "2027-01-31"),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 1, maxLength: 4 }),
        arbitraryText,
        async (list, name) => {
          const lines = list.map(({ expires, ...fields }, index) =>
            makePurchaseLine({
              ...fields,
              lineNumber: index + 1,
              lots: fields.lot
                ? [
                    {
                      lot: fields.lot,
                      quantity: fields.quantity,
                      manufacturedOn: null,
                      expiresOn: expires,
                    },
                  ]
                : [],
            }),
          );
          const orders = [
            makeOutboundOrder({
              recipientName: `R ${name}`,
              recipientEmail: name,
              lines: list.map(({ description, ean, quantity }, index) =>
                makeOutboundLine({
                  lineNumber: index + 1,
                  description,
                  ean,
                  quantity,
                  packQuantity: index,
                }),
              ),
            }),
          ];
          const bench = open(
            { purchases: [makePurchase({ lines, supplierName: `F ${name}` })], orders },
            { settings: { ...settings(), validade_padrao_dias: "30" } },
          );
          for (const [operation, kind] of [
            ["entries", "entry"],
            ["exits", "exit"],
          ] as const) {
            const files = await bench.prepare(operation);
            for (const file of files)
              for (const document of JSON.parse(await file.text()))
                expect(judgeDocument(kind, document, false)).toBeNull();
            expect(files.reduce((rows, file) => rows + file.rows, 0)).toBe(1);
          }
          expect(bench.refused).toEqual([]);
        },
      ),
      // The length of a lot is the invoice's affair: no contract of a warehouse names one.
      {
        numRuns: 50,
        examples: [
          [
            [
              {
                description: "",
                unit: "",
                lot: "Ácido fólicoÁcido fólicoÁcido fólico",
                ean: "",
                quantity: 1,
                expires: null,
              },
            ],
            "",
          ],
        ],
      },
    );
  });
});

describe("back", () => {
  test("a receipt comes once, whole, with its lots; the warehouse has it marked", async () => {
    const remembered: RememberedState = new Map();
    const bench = open({ purchases: [makePurchase()] }, { remembered });
    for (const file of await bench.prepare("entries")) await bench.deliver("entries", file);
    finish("exact-wms");
    const items = (await bench.collect("entry_returns")).filter(({ type }) => type === "item");
    expect(items).toMatchObject([
      { kind: "wms_entry", key: "101", branchId: 1 },
      {
        title: "Recebimento da nota 4501 – Distribuidora Planalto Ltda.",
        data: {
          registroerp: "NF-1",
          produto: [{ produtoid: 1001, lotes: [{ descricao: "F-01", qtdcheckin: 10 }] }],
        },
      },
    ]);
    expect(
      (await open({}, { remembered }).collect("entry_returns")).filter(
        ({ type }) => type === "item",
      ),
    ).toEqual([]);
  });

  test("a run cut short after the warehouse marked a return fetches it again", async () => {
    const remembered: RememberedState = new Map();
    const cut = open({}, { remembered });
    const http = cut.ctx.http;
    cut.ctx.http = async (request) => {
      if (request.method !== "PUT") return http(request);
      await sandbox.setFault("exact-wms", { kind: "lose_answer", times: 1 });
      return http({ ...request, idempotent: false });
    };
    expect(await cut.collect("exit_returns").catch(kindOf)).toBe("uncertain");
    const found = (await open({}, { remembered }).collect("exit_returns")).filter(
      ({ type }) => type === "item",
    );
    expect(found).toMatchObject([{ kind: "wms_exit", title: "Expedição do pedido 7900" }]);
  });

  /** The warehouse's answer to one number replaced by another one; everything else is its own. */
  const answering = (bench: ReturnType<typeof open>, number: string, body: unknown) => {
    const { http } = bench.ctx;
    bench.ctx.http = async (request) =>
      request.method === "PUT" && request.url.endsWith(`/${number}`)
        ? { status: 200, headers: new Headers(), text: JSON.stringify(body), json: () => body }
        : http(request);
  };
  const twoReceipts = async () => {
    const bench = open({ purchases: [makePurchase({ id: 1 }), makePurchase({ id: 2 })] });
    for (const file of await bench.prepare("entries")) await bench.deliver("entries", file);
    finish("exact-wms");
  };
  const keysOf = async (bench: ReturnType<typeof open>) =>
    (await bench.collect("entry_returns")).flatMap((one) => (one.type === "item" ? [one.key] : []));

  test("a return that the warehouse does not give is listed by its number and holds up none of the others, now or later", async () => {
    await twoReceipts();
    const remembered: RememberedState = new Map([
      ["wms_entry_em_curso", { value: "999", expiresAt: null }],
    ]);
    const bench = open({}, { remembered });
    answering(bench, "101", [{ status: "500", mensagem: "Documento bloqueado" }]);
    expect(await keysOf(bench)).toEqual(["104", "105"]);
    expect(bench.refused).toMatchObject([
      {
        key: "101",
        code: "500",
        message: expect.stringContaining("retorno 101: Documento bloqueado"),
      },
      { key: "999", code: "500" },
    ]);
    expect(await keysOf(open({}, { remembered }))).toEqual(["101"]);
  });

  test("a return in a strange form is kept as it came, and one without data is told", async () => {
    await twoReceipts();
    const bench = open();
    answering(bench, "101", [{ entradaid: 101, documentonr: { n: 1 } }]);
    answering(bench, "104", [{ status: "200", mensagem: "Ok" }]);
    const items = (await bench.collect("entry_returns")).filter(({ type }) => type === "item");
    expect(items).toMatchObject([
      { key: "101", title: "Retorno 101", data: { documentonr: { n: 1 } } },
      { key: "105" },
    ]);
    expect(bench.refused.map(({ key, code }) => [key, code])).toEqual([
      ["101", "FORMATO"],
      ["104", "SEM_DADOS"],
    ]);
  });

  test("a number whose answer was no list is asked for last, until the warehouse gives it", async () => {
    await twoReceipts();
    const remembered: RememberedState = new Map();
    const cut = open({}, { remembered });
    answering(cut, "101", { erro: true });
    expect(await keysOf(cut).catch(kindOf)).toBe("unexpected_shape");
    const again = open({}, { remembered });
    answering(again, "101", { erro: true });
    const seen: string[] = [];
    const { http } = again.ctx;
    again.ctx.http = async (request) => {
      if (request.method === "PUT") seen.push(request.url.split("/").at(-1)!);
      return http(request);
    };
    expect(await keysOf(again).catch(kindOf)).toBe("unexpected_shape");
    expect(seen).toEqual(["104", "105", "101"]);
    expect(await keysOf(open({}, { remembered }))).toEqual(["101"]);
  });

  test("of several depots, the one that the document names has it", async () => {
    const many = {
      settings: {
        url_base: sandbox["delage-wms"].url,
        token: sandbox["delage-wms"].token,
        validade_padrao_dias: "30",
        "cd_deposito.1": "D1",
        "cd_deposito.2": "D2",
      },
    };
    const bench = openBench(delageWms, many);
    for (const file of await bench.prepare("exits")) await bench.deliver("exits", file);
    const purchases = [makePurchase({ id: 7, branchId: 2 })];
    bench.ctx.movements = {
      ...bench.ctx.movements,
      purchases: async function* (scope) {
        for (const one of purchases) if (scope.branchIds.includes(one.branchId)) yield one;
      },
    };
    for (const file of await bench.prepare("entries")) await bench.deliver("entries", file);
    finish("delage-wms");
    const items = (await bench.collect("entry_returns")).filter(({ type }) => type === "item");
    expect(items).toMatchObject([{ key: "101" }, { branchId: 2 }]);
    expect(items[0]).not.toHaveProperty("branchId");
  });

  test("where the contract wants a lot, an exit without one is kept and listed as refused, with its product", async () => {
    const bench = openBench(delageWms, {
      settings: {
        url_base: sandbox["delage-wms"].url,
        token: sandbox["delage-wms"].token,
        exige_lote_saida: "sim",
      },
    });
    const http = bench.ctx.http;
    bench.ctx.http = async (request) => {
      const response = await http(request);
      const text = response.text.replace(/"lotes":\[[^\]]*\]/, '"lotes":[]');
      return request.method === "PUT"
        ? { ...response, text, json: () => JSON.parse(text) as unknown }
        : response;
    };
    expect(
      (await bench.collect("exit_returns")).filter(({ type }) => type === "item"),
    ).toMatchObject([{ key: "102" }]);
    expect(bench.refused).toMatchObject([
      { code: "SEM_LOTE", message: "O WMS expediu o pedido 7900 com o produto 1001 sem lote." },
    ]);
  });

  test.each([["v2"], ["v3"]])("exits are asked for in %s", async (version) => {
    await open({}, { settings: { ...settings(), versao_saida: version } }).collect("exit_returns");
    expect(
      sandbox
        .received("exact-wms")
        .map(({ name }) => name)
        .join(),
    ).toContain(`/${version}/saidaintegracao/retorno/`);
  });
});
