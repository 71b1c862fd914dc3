import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { PROFFER_RULES } from "@/e2e/sandbox/proffer/check-file.ts";
import { checkCsv } from "@/e2e/sandbox/sftp-csv/check-csv.ts";
import { type Sandbox, startSandbox } from "@/e2e/sandbox/start-sandbox.ts";
import { CONNECTOR_USES } from "@/e2e/sandbox/connector-uses.ts";
import { arbitrarySales } from "../conformance/arbitrary-sales.ts";
import { FIXED_DAY, gtin } from "../conformance/fixed-day.ts";
import { openBench } from "../conformance/make-context.ts";
import { refuseSetting } from "../settings.ts";
import { proffer } from "./index.ts";
import { readSuggestion } from "./read-suggestion.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ only: ["proffer"], answerDelay: 10 });
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.reset("proffer"));

const open = (options: Partial<Parameters<typeof openBench>[1]> = {}) =>
  openBench(proffer, {
    ...options,
    settings: { ...CONNECTOR_USES.proffer!.settings(sandbox), ...options.settings },
  });

/** Sends the products of both branches and waits for the prices that come back. */
async function sendProducts(settings: Record<string, string> = {}): Promise<void> {
  const bench = open({ settings });
  for (const file of await bench.prepare("files"))
    if (file.name.startsWith("PRODUTOS")) await bench.deliver("files", file);
  await vi.waitFor(() => expect(sandbox.counts("proffer")["Retornos de preços"]).toBe(2), {
    timeout: 5_000,
    interval: 20,
  });
}

describe("what comes back", () => {
  test("is a suggestion for each product and zone, read once", async () => {
    await sendProducts();
    const remembered = new Map();
    const bench = open({ remembered });
    const collected = await bench.collect("suggestions");
    expect(bench.refused).toEqual([]);
    expect(collected.filter(({ type }) => type === "suggestion")).toEqual(
      ["1", "2"].map((zoneCode) => ({
        type: "suggestion",
        returnedOn: "2026-03-06",
        zoneCode,
        productCode: "1001",
        ean: gtin(600_001),
        suggestedCents: expect.any(Number),
        lowestCents: expect.any(Number),
        highestCents: expect.any(Number),
        reason: expect.any(String),
        validTo: "2026-03-13",
      })),
    );
    expect(collected.filter(({ type }) => type === "item")).toHaveLength(2);
    expect(await open({ remembered }).collect("suggestions")).toEqual([]);
    // A person's reprocess reads what is there again.
    expect(await open({ remembered, task: { generation: 2 } }).collect("suggestions")).toHaveLength(
      collected.length,
    );
  });

  test("goes by the partner's own names of the zones", async () => {
    await sendProducts({ zonas: "CENTRO-01 | 1\nBAIRROS-01 | 2" });
    const bench = open({ settings: { zonas: "CENTRO-01 | 1\nBAIRROS-01 | 2" } });
    expect(
      (await bench.collect("suggestions")).flatMap((one) =>
        one.type === "suggestion" ? [one.zoneCode] : [],
      ),
    ).toEqual(["2", "1"]);
    expect(bench.refused).toEqual([]);
  });

  test("is refused row by row with the reason, and the rest is taken", async () => {
    sandbox.partners.proffer.commands!.spoil!({
      with: ["unknown_product", "unknown_zone", "stale"],
    });
    await sendProducts();
    const bench = open();
    const collected = await bench.collect("suggestions");
    expect(collected.filter(({ type }) => type === "suggestion")).toHaveLength(2);
    expect([...new Set(bench.refused.map(({ code }) => code))].toSorted()).toEqual([
      "PRODUTO_DESCONHECIDO",
      "SUGESTAO_ANTIGA",
      "ZONA_DESCONHECIDA",
    ]);
    for (const { message } of bench.refused) expect(message).toMatch(/^[A-ZÀ-Ú“].*\.$/);
  });

  test("is read as the contract writes it: name, columns, order, encoding, days and amounts", async () => {
    const settings = {
      prefixo_retorno: "Retorno-",
      separador: "barra",
      formato_data: "DD/MM/AAAA",
      layout_precos_sugeridos:
        "Preço | preco_sugerido\nProduto | cd\nDia | data\nRegião | zona\nPor quê | motivo",
    };
    const text =
      "Dia|Região|Loja|Produto|Preço|Por quê\n06/03/2026|1|7|1001|12,49|Promoção na região\n6.3.2026|1|7|1001|12,49|\n";
    const bench = open({ settings });
    const names = ["retorno-1.txt", "RETORNO-1_RET.csv", "retorno-1.ok", "PRECOS_SUGERIDOS_1.csv"];
    const session = {
      put: async () => undefined,
      list: async () => names.map((name) => ({ name, bytes: 9 })),
      get: async (path: string) => {
        expect(path).toMatch(/retorno-1\.txt$/);
        return Buffer.from(text, "latin1");
      },
      size: async () => null,
      remove: async () => undefined,
    };
    bench.ctx.sftp = (_address, work) => work(session);
    const suggestions = (await bench.collect("suggestions")).filter(
      ({ type }) => type === "suggestion",
    );
    expect(suggestions).toEqual([
      {
        type: "suggestion",
        returnedOn: "2026-03-06",
        zoneCode: "1",
        productCode: "1001",
        ean: "",
        suggestedCents: 1_249,
        lowestCents: null,
        highestCents: null,
        reason: "Promoção na região",
        validTo: null,
      },
    ]);
    expect(bench.refused).toMatchObject([{ key: "retorno-1.txt, linha 3", code: "DATA_INVALIDA" }]);
  });

  test("with columns that leave out what no suggestion can lack, or name a field twice, cannot be registered", () => {
    const spec = proffer.settings.find(({ key }) => key === "layout_precos_sugeridos")!;
    expect(refuseSetting(spec, spec.defaultValue)).toBeNull();
    expect(refuseSetting(spec, "d | data\nz | zona\np | preco_sugerido")).toContain(
      "precisa do campo cd",
    );
    expect(refuseSetting(spec, `${spec.defaultValue}\noutra | cd`)).toContain(
      "o campo cd está em duas linhas",
    );
  });

  test("that lacks one of its columns, or is no return, is an unexpected shape, and stays unread", async () => {
    await sendProducts();
    const bench = open();
    const sftp = bench.ctx.sftp;
    let text = "";
    bench.ctx.sftp = (address, work) =>
      sftp(address, (session) =>
        work({
          ...session,
          list: (folder) => session.list(folder),
          get: async () => Buffer.from(text),
        }),
      );
    for (const given of ["<html>", "data;zona;cd\r\n"]) {
      text = given;
      await expect(bench.collect("suggestions")).rejects.toMatchObject({
        kind: "unexpected_shape",
      });
    }
  });
});

describe("each row is judged", () => {
  const zone = { code: "1", name: "Centro", branchIds: [1] };
  const judgement = {
    today: "2026-03-06",
    zones: { ofBranch: () => "", find: (code: string) => (code === "1" ? zone : undefined) },
    products: new Map([["1001", [gtin(600_001)]]]),
  };
  const row = {
    data: "2026-03-06",
    zona: "1",
    cd: "1001",
    ean: gtin(600_001),
    preco_sugerido: "12.49",
    preco_minimo: "11.00",
    preco_maximo: "14.00",
    motivo: "Concorrente",
    validade: "2026-03-10",
  };

  test("a right one is taken, to the cent; limits and validity may be missing", () => {
    expect(readSuggestion(row, judgement)).toEqual({
      suggestion: {
        type: "suggestion",
        returnedOn: "2026-03-06",
        zoneCode: "1",
        productCode: "1001",
        ean: gtin(600_001),
        suggestedCents: 1_249,
        lowestCents: 1_100,
        highestCents: 1_400,
        reason: "Concorrente",
        validTo: "2026-03-10",
      },
    });
    expect(
      readSuggestion(
        { ...row, ean: "", preco_minimo: "", preco_maximo: "", validade: "" },
        judgement,
      ),
    ).toMatchObject({ suggestion: { lowestCents: null, highestCents: null, validTo: null } });
    expect(readSuggestion({ ...row, data: "2026-03-03" }, judgement)).toHaveProperty("suggestion");
  });

  test.each([
    ["DATA_INVALIDA", { data: "06/03/2026" }],
    ["SUGESTAO_ANTIGA", { data: "2026-03-02" }],
    ["DATA_FUTURA", { data: "2026-03-08" }],
    ["ZONA_DESCONHECIDA", { zona: "9" }],
    ["PRODUTO_DESCONHECIDO", { cd: "1" }],
    ["EAN_DIVERGENTE", { ean: gtin(600_009) }],
    ["PRECO_INVALIDO", { preco_sugerido: "0.00" }],
    ["PRECO_INVALIDO", { preco_sugerido: "-1.00" }],
    ["PRECO_INVALIDO", { preco_sugerido: "caro" }],
    ["LIMITE_INVALIDO", { preco_minimo: "x" }],
    ["FORA_DA_FAIXA", { preco_minimo: "12.50" }],
    ["FORA_DA_FAIXA", { preco_maximo: "12.48" }],
    ["VALIDADE_INVALIDA", { validade: "amanhã" }],
    ["VENCIDA", { validade: "2026-03-05" }],
  ])("%s", (code, change) => {
    expect(readSuggestion({ ...row, ...change }, judgement)).toMatchObject({
      refused: { code, message: expect.stringMatching(/\.$/) },
    });
  });
});

test("whatever was sold, every row is taken and adds up, and no customer is in it", async () => {
  await fc.assert(
    fc.asyncProperty(arbitrarySales, async (sales) => {
      let sold = 0;
      for (const file of await openBench(proffer, {
        settings: {},
        sales,
        period: { first: FIXED_DAY, last: FIXED_DAY },
      }).prepare("files")) {
        const text = await file.text();
        const check = checkCsv(file.name, Buffer.from(text), PROFFER_RULES);
        expect([file.name, check.fileProblems, check.refusals]).toEqual([file.name, [], []]);
        expect(check.rows).toBe(file.rows);
        expect(text).not.toContain("52998224725");
        if (file.name.startsWith("VENDAS")) sold += file.rows;
      }
      expect(sold).toBe(sales.flatMap(({ lines }) => lines).length);
    }),
    { numRuns: 40 },
  );
});
