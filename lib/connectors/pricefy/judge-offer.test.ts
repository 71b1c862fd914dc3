import { describe, expect, test } from "vitest";
import { makePromotion } from "../conformance/fixed-register.ts";
import { openBench } from "../conformance/make-context.ts";
import { refuseSetting } from "../settings.ts";
import { pricefy } from "./index.ts";
import { OfferWindows, refuseOffer, refusePrice } from "./judge-offer.ts";

const facts = { regularCents: 1_290, pmcCents: 1_990 };

describe("what must not be printed", () => {
  test.each([
    ["a good from-to", {}, null],
    ["not below the regular price", { promotionCents: 1_290 }, "OFERTA_SEM_VANTAGEM"],
    [
      "its own regular price counts before the store's",
      { regularCents: 1_100, promotionCents: 1_161 },
      "OFERTA_SEM_VANTAGEM",
    ],
    ["above the ceiling", { regularCents: 2_500, promotionCents: 2_000 }, "ACIMA_DO_PMC"],
    ["a from above the ceiling", { regularCents: 2_500, promotionCents: 1_900 }, "ACIMA_DO_PMC"],
    ["no price", { promotionCents: null }, "SEM_PRECO"],
    ["a price of zero", { kind: "loyalty", promotionCents: 0 }, "SEM_PRECO"],
    ["take three, pay three", { kind: "take_pay", takeQuantity: 3, payQuantity: 3 }, "QUANTIDADES"],
    [
      "take three, pay two",
      {
        kind: "take_pay",
        promotionCents: null,
        regularCents: null,
        takeQuantity: 3,
        payQuantity: 2,
      },
      null,
    ],
    [
      "a discount of nothing",
      { kind: "nth_unit", promotionCents: null, takeQuantity: 2, discountPercent: 0 },
      "DESCONTO",
    ],
    [
      "a gift of no product",
      { kind: "buy_get", promotionCents: null, takeQuantity: 1, discountPercent: 50 },
      "SEM_PRODUTO_GANHO",
    ],
  ] as const)("%s", (_what, fields, code) => {
    expect(refuseOffer(makePromotion(fields), facts)?.code ?? null).toBe(code);
  });

  test("a product without a regular price cannot be on offer, one without a ceiling can cost anything", () => {
    expect(
      refuseOffer(makePromotion({ regularCents: null }), { regularCents: null, pmcCents: null })
        ?.code,
    ).toBe("SEM_PRECO_NORMAL");
    expect(refusePrice("1", 999_999, { regularCents: null, pmcCents: null })).toBeNull();
    expect(refusePrice("1", 1_990, facts)).toBeNull();
    expect(refusePrice("1", 1_991, facts)?.message).toMatch(/R\$\s19,91.*R\$\s19,90/);
  });

  test("of two offers over one day the first stays; one after the other both do", () => {
    const windows = new OfferWindows();
    expect(windows.refuseOverlap(makePromotion({ code: "A", last: "2026-03-10" }))).toBeNull();
    expect(windows.refuseOverlap(makePromotion({ code: "B", first: "2026-03-10" }))).toMatchObject({
      code: "OFERTAS_SOBREPOSTAS",
      message: expect.stringContaining("A e B"),
    });
    expect(windows.refuseOverlap(makePromotion({ code: "C", first: "2026-03-11" }))).toBeNull();
    expect(windows.refuseOverlap(makePromotion({ code: "D", productCode: "1002" }))).toBeNull();
  });
});

test("a refused offer is named with its store and the rest goes", async () => {
  const bench = openBench(pricefy, {
    settings: { url_base: "http://pricefy.test", token: "segredo-9" },
  });
  const plain = bench.ctx.movements;
  bench.ctx.movements = {
    ...plain,
    promotions: async function* (scope) {
      for await (const offer of plain.promotions(scope))
        yield offer.kind === "loyalty" ? { ...offer, promotionCents: 1_500 } : offer;
    },
  };
  const names = (await bench.prepare("prices")).map(({ name }) => name.split("-")[0]);
  expect(new Set(names)).toEqual(
    new Set([
      "preco_regular",
      "preco_de_por",
      "preco_a_partir_de",
      "leve_pague",
      "desconto_unidade",
      "compre_ganhe",
    ]),
  );
  expect(bench.refused).toMatchObject([
    { key: "1/P3/1001", code: "OFERTA_SEM_VANTAGEM", branchId: 1 },
    { key: "2/P3/1001", branchId: 2 },
  ]);
});

test("the token may be the answer to a call: asked for once, with the body of the registration", async () => {
  const bench = openBench(pricefy, {
    settings: {
      url_base: "http://pricefy.test/api",
      autenticacao: "token_por_chamada",
      caminho_token: "v1/login",
      corpo_token: '{"usuario":"rede","senha":"segredo-9"}',
    },
  });
  const asked: string[] = [];
  bench.ctx.http = async ({ url, body, headers }) => {
    asked.push(`${url} ${headers?.authorization ?? body}`);
    const lot = url.endsWith("/login")
      ? null
      : (JSON.parse(body as string) as { registros: unknown[] });
    const answer = lot
      ? { protocolo: "1", aceitos: lot.registros.length, rejeitados: [] }
      : { accessToken: "abc" };
    return { status: 200, headers: new Headers(), text: "", json: () => answer };
  };
  const files = (await bench.prepare("prices")).slice(0, 2);
  for (const file of files) await bench.deliver("prices", file);
  expect(asked).toEqual([
    'http://pricefy.test/api/v1/login {"usuario":"rede","senha":"segredo-9"}',
    "http://pricefy.test/api/preco_regular Bearer abc",
    "http://pricefy.test/api/preco_regular Bearer abc",
  ]);
});

test("a body that is no JSON is refused, and none at all is told with its key", async () => {
  const spec = pricefy.settings.find(({ key }) => key === "corpo_token")!;
  expect([refuseSetting(spec, "usuario=rede"), refuseSetting(spec, '{"a":1}')]).toEqual([
    "“Corpo do pedido de token” deve ser um JSON.",
    null,
  ]);
  const bench = openBench(pricefy, {
    settings: { url_base: "http://pricefy.test", autenticacao: "token_por_chamada" },
  });
  await expect(pricefy.check(bench.ctx)).rejects.toMatchObject({
    kind: "settings",
    settings: ["corpo_token"],
  });
});
