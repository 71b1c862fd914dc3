import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "@/e2e/sandbox/start-sandbox.ts";
import { CONNECTOR_USES } from "@/e2e/sandbox/connector-uses.ts";
import { kindOf } from "@/lib/core/errors.ts";
import type { Product } from "@/lib/core/movement.ts";
import { gtin } from "../conformance/fixed-day.ts";
import { openBench } from "../conformance/make-context.ts";
import { askableGtin } from "./askable.ts";
import { cosmos } from "./index.ts";
import { proposeFields } from "./propose.ts";
import { claimQuestion } from "./quota.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ only: ["cosmos"] });
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.reset("cosmos"));

const [known] = await collectProducts();

async function collectProducts(): Promise<Product[]> {
  const all: Product[] = [];
  for await (const product of openBench(cosmos, { settings: {} }).ctx.movements.products())
    all.push(product);
  return all;
}

/** A shop with these products, each with its own code and a GTIN the stand-in does not know unless it is said. */
function open(
  products: ReadonlyArray<Partial<Product>>,
  options: Partial<Parameters<typeof openBench>[1]> = {},
) {
  const bench = openBench(cosmos, {
    settings: { ...CONNECTOR_USES.cosmos!.settings(sandbox), ...options.settings },
    remembered: options.remembered ?? new Map(),
  });
  const rows = products.map((fields, index) => ({
    ...known!,
    id: index + 1,
    code: String(1000 + index),
    eans: [gtin(100 + index)],
    ...fields,
  }));
  bench.ctx.movements.products = async function* () {
    yield* rows;
  };
  return bench;
}
const asked = () => sandbox.received("cosmos").map(({ name }) => /gtins\/(\d+)/.exec(name)?.[1]);

test.each([
  ["a right GTIN", ["7891000315507"], "7891000315507"],
  [
    "the second, when the first is a shop's own",
    ["2000000000015", "7891000315507"],
    "7891000315507",
  ],
  ["none of a wrong digit", ["7891000315508"], null],
  ["none of a box", ["17891000315504"], null],
  ["none without GTIN", [], null],
  ["an EAN-8", ["96385074"], "96385074"],
  ["no EAN-8 of the shop's own", ["20000004"], null],
])("asks for %s", (_what, eans, expected) => {
  expect(askableGtin({ eans })).toBe(expected);
});

test("a question goes out with token and agent exactly, and the answer becomes proposals, never a change", async () => {
  const collected = await open([
    { eans: [gtin(600_001)], description: "Ac. fólico", ncm: "30049099", brand: "Serra Azul" },
  ]).collect("sweep");
  expect(sandbox.received("cosmos").flatMap(({ problems }) => problems)).toEqual([]);
  const proposal = collected.find(({ type }) => type === "proposal");
  expect(proposal).toMatchObject({ productCode: "1000", ean: gtin(600_001) });
  expect(
    proposal?.type === "proposal" && proposal.fields.map(({ field, value }) => [field, value]),
  ).toEqual([
    ["description", "ÁCIDO FÓLICO 5 MG 30 COMPRIMIDOS SERRA AZUL"],
    ["ncm", "30049069"],
    ["cest", "1300100"],
    ["imageUrl", `https://cdn.cosmos.example/products/${gtin(600_001)}`],
  ]);
});

test("differences of case, accents and punctuation are none; codes of the wrong length are left out", () => {
  const product = {
    ...known!,
    description: "Ácido fólico 5 mg",
    brand: "GENERICO",
    ncm: "3004.90.99",
  };
  expect(
    proposeFields(product, {
      gtin: "1",
      description: "ACIDO  FOLICO, 5 MG",
      brand: { name: "Genérico" },
      ncm: { code: "30049099" },
      cest: { code: "13" },
      thumbnail: "http://plain.example/1",
    }),
  ).toEqual([]);
  expect(proposeFields(product, { gtin: "1", cest: { code: "100100" } })).toEqual([
    { field: "cest", value: "0100100", note: "" },
  ]);
});

test("an unknown GTIN is asked once, and again only when its memory is over", async () => {
  const remembered = new Map();
  await open([{}], { remembered }).collect("sweep");
  await open([{}], { remembered }).collect("sweep");
  expect(asked()).toEqual([gtin(100)]);
  for (const [key, entry] of remembered)
    if (key.startsWith("gtin:"))
      remembered.set(key, { ...entry, expiresAt: new Date("2026-01-01") });
  await open([{}], { remembered }).collect("sweep");
  expect(asked()).toHaveLength(2);
});

test("the day's budget is never exceeded, and what is new comes first", async () => {
  const remembered = new Map();
  await open([{}], { remembered, settings: { limite_diario: "100" } }).collect("created");
  expect(asked()).toEqual([]);
  const many = Array.from({ length: 12 }, () => ({}));
  const settings = { limite_diario: "6", reserva_novos: "2" };
  await open(many, { remembered, settings }).collect("created");
  expect(asked()).toEqual([101, 102, 103, 104, 105, 106].map(gtin));
  remembered.clear();
  await sandbox.reset("cosmos");
  // The sweep leaves two questions for what is registered during the day.
  await open(many, { remembered, settings }).collect("sweep");
  expect(asked()).toEqual([100, 101, 102, 103].map(gtin));
  await open(
    [
      ...many,
      { id: 901, code: "0001", eans: [gtin(701)] },
      { id: 902, code: "0002", eans: [gtin(702)] },
      { id: 903, code: "0003", eans: [gtin(703)] },
    ],
    { remembered, settings },
  ).collect("created");
  expect(asked().slice(4)).toEqual([701, 702].map(gtin));
});

test("the sweep goes on where it stopped, and begins again at the end", async () => {
  const remembered = new Map();
  const shop = Array.from({ length: 5 }, () => ({}));
  const settings = { limite_diario: "3", reserva_novos: "0" };
  await open(shop, { remembered, settings }).collect("sweep");
  remembered.delete("cota:2026-03-06");
  await open(shop, { remembered, settings }).collect("sweep");
  expect(asked()).toEqual([100, 101, 102, 103, 104].map(gtin));
});

test("429 closes the day without a failure", async () => {
  const remembered = new Map();
  await sandbox.setFault("cosmos", { kind: "rate_limited", times: 1 });
  const bench = open([{}, {}, {}], { remembered });
  await bench.collect("sweep");
  expect(asked()).toHaveLength(1);
  expect(bench.lines.some(({ level, text }) => level === "warn" && text.includes("429"))).toBe(
    true,
  );
  await open([{}, {}, {}], { remembered }).collect("sweep");
  expect(asked()).toHaveLength(1);
});

test("two tasks at once never take more questions than there are", async () => {
  const remembered = new Map();
  const settings = { limite_diario: "10" };
  const benches = Array.from({ length: 4 }, () => open([], { remembered, settings }));
  const taken = await Promise.all(
    benches.flatMap(({ ctx }) => Array.from({ length: 8 }, () => claimQuestion(ctx, 0))),
  );
  expect(taken.filter(Boolean)).toHaveLength(10);
});

test.each(["status", "lose_answer"] as const)(
  "a question is asked once, whatever becomes of the answer (%s): a repeat would be one more of the day's",
  async (kind) => {
    const bench = open([{}]);
    await sandbox.setFault("cosmos", kind === "status" ? { kind, status: 503 } : { kind });
    expect(await bench.collect("sweep").then(() => "none", kindOf)).toBe("unavailable");
    expect(sandbox.received("cosmos")).toHaveLength(1);
  },
);
