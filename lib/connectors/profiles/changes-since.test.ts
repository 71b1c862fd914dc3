import { expect, test } from "vitest";
import { controlShop } from "../control-shop/index.ts";
import { makeBranch } from "../conformance/fixed-day.ts";
import { openBench } from "../conformance/make-context.ts";
import type { RememberedState } from "../conformance/state-in-memory.ts";

const settings = { url_base: "http://control.test", token: "segredo-9" };

/** Which products a load of this moment takes, given when each changed. */
async function load(
  remembered: RememberedState,
  startedAt: string,
  changed: Record<string, string>,
  {
    accept = true,
    branchIds = [1, 2],
    own = {},
  }: { accept?: boolean; branchIds?: number[]; own?: Record<string, string> } = {},
) {
  const bench = openBench(controlShop, {
    settings: { ...settings, ...own },
    remembered,
    task: { startedAt: new Date(startedAt) },
  });
  bench.ctx.branches = branchIds.map((id) => makeBranch({ id }));
  const plain = bench.ctx.movements;
  bench.ctx.movements = {
    ...plain,
    products: async function* () {
      for await (const product of plain.products())
        for (const [code, at] of Object.entries(changed))
          if (product.code === "1001") yield { ...product, code, updatedAt: new Date(at) };
    },
    prices: async function* () {},
    stock: async function* () {},
  };
  const codes = [];
  for (const file of await bench.prepare("catalogue"))
    codes.push(
      ...(
        JSON.parse(await file.text()) as { registros: Array<{ chave: string; ean: string | null }> }
      ).registros,
    );
  if (accept) await controlShop.operations.catalogue!.accepted!(bench.ctx);
  return codes;
}

test("everything first, then what changed, then everything after seven days", async () => {
  const remembered: RememberedState = new Map();
  const keys = async (...args: Parameters<typeof load>) =>
    (await load(...args)).map(({ chave }) => chave);
  expect(
    await keys(remembered, "2026-03-05T08:00:00Z", {
      A: "2025-01-01T00:00:00Z",
      B: "2026-03-05T07:59:00Z",
    }),
  ).toEqual(["A", "B"]);
  // B changed within the overlap: it goes twice rather than not at all.
  expect(
    await keys(remembered, "2026-03-05T09:00:00Z", {
      A: "2025-01-01T00:00:00Z",
      B: "2026-03-05T07:59:00Z",
      C: "2026-03-05T08:30:00Z",
    }),
  ).toEqual(["B", "C"]);
  expect(
    await keys(
      remembered,
      "2026-03-05T10:00:00Z",
      { A: "2026-03-05T09:30:00Z" },
      { accept: false },
    ),
  ).toEqual(["A"]);
  // That one was not accepted: A goes again.
  expect(await keys(remembered, "2026-03-05T11:00:00Z", { A: "2026-03-05T09:30:00Z" })).toEqual([
    "A",
  ]);
  // The seventh day begins at midnight in São Paulo, whatever the hour of the first load was.
  expect(await keys(remembered, "2026-03-12T02:59:00Z", { A: "2026-03-05T09:30:00Z" })).toEqual([]);
  expect(await keys(remembered, "2026-03-12T03:00:00Z", { A: "2025-01-01T00:00:00Z" })).toEqual([
    "A",
  ]);
});

test("a whole load waits for its hour, stays due until it is accepted, and does not drift", async () => {
  const remembered: RememberedState = new Map();
  const own = { dias_carga_completa: "2", horario_carga_completa: "22:30" };
  const isWhole = async (startedAt: string, accept = true) =>
    (await load(remembered, startedAt, { A: "2025-01-01T00:00:00Z" }, { accept, own })).length ===
    1;
  expect(await isWhole("2026-03-05T15:00:00Z")).toBe(true);
  expect(await isWhole("2026-03-08T01:29:00Z")).toBe(false);
  expect(await isWhole("2026-03-08T01:40:00Z", false)).toBe(true);
  expect(await isWhole("2026-03-08T02:10:00Z")).toBe(true);
  expect(await isWhole("2026-03-10T01:29:00Z")).toBe(false);
  expect(await isWhole("2026-03-10T01:30:00Z")).toBe(true);
});

test("an EAN that two products share stays with the first, also when only the second changed", async () => {
  const remembered: RememberedState = new Map();
  const old = "2025-01-01T00:00:00Z";
  expect(
    (await load(remembered, "2026-03-05T08:00:00Z", { A: old, B: old })).map(({ chave, ean }) => [
      chave,
      ean,
    ]),
  ).toEqual([
    ["A", "7890006000011"],
    ["B", null],
  ]);
  expect(
    (await load(remembered, "2026-03-05T09:00:00Z", { A: old, B: "2026-03-05T08:30:00Z" })).map(
      ({ chave, ean }) => [chave, ean],
    ),
  ).toEqual([["B", null]]);
});

test("a branch that is new gets everything, not only what changes from now on", async () => {
  const remembered: RememberedState = new Map();
  const keys = async (...args: Parameters<typeof load>) =>
    (await load(...args)).map(({ chave }) => chave);
  const old = { A: "2025-01-01T00:00:00Z" };
  expect(await keys(remembered, "2026-03-05T08:00:00Z", old, { branchIds: [1] })).toEqual(["A"]);
  expect(await keys(remembered, "2026-03-05T09:00:00Z", old, { branchIds: [1] })).toEqual([]);
  expect(await keys(remembered, "2026-03-05T10:00:00Z", old, { branchIds: [1, 2] })).toEqual(["A"]);
  expect(await keys(remembered, "2026-03-05T11:00:00Z", old, { branchIds: [2, 1] })).toEqual([]);
});
