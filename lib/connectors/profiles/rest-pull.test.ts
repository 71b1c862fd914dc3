import { expect, test } from "vitest";
import { kindOf } from "@/lib/core/errors.ts";
import { openBench } from "../conformance/make-context.ts";
import type { RememberedState } from "../conformance/state-in-memory.ts";
import { naapyes } from "../naapyes/index.ts";

const member = (matricula: string, change: object = {}) => ({
  matricula,
  cpf: "52998224725",
  empresa: "10",
  situacao: "ativo",
  limite: 400,
  saldo: 10,
  ...change,
});

/** A partner that gives these pages, by their number, and notes what it was asked. */
function open(
  pages: Readonly<Record<string, { itens: unknown[]; proximo: string | number | null }>>,
  remembered: RememberedState = new Map(),
) {
  const bench = openBench(naapyes, {
    settings: { url_base: "http://naapyes.test", token: "segredo-9", cd_convenio: "1" },
    remembered,
  });
  const asked: string[] = [];
  bench.ctx.http = async ({ url }) => {
    const page = new URL(url).searchParams.get("pagina") ?? "";
    asked.push(page);
    return {
      status: 200,
      headers: new Headers(),
      text: "",
      json: () => pages[page] ?? { itens: [], proximo: null },
    };
  };
  const keys = async () =>
    (await bench.collect("members")).flatMap((one) => (one.type === "item" ? [one.key] : []));
  return { bench, asked, keys };
}

test("an empty page in between is not the end", async () => {
  const { asked, keys } = open({
    1: { itens: [member("1")], proximo: 2 },
    2: { itens: [], proximo: 3 },
    3: { itens: [member("2")], proximo: null },
  });
  expect([await keys(), asked]).toEqual([
    ["1", "2"],
    ["1", "2", "3"],
  ]);
});

test("the page that the partner names next is the one that is asked for; a mark that is no number means the one after", async () => {
  const { asked, keys } = open({
    1: { itens: [member("1")], proximo: "4" },
    4: { itens: [member("2")], proximo: "abc" },
    5: { itens: [member("3")], proximo: "" },
  });
  expect([await keys(), asked]).toEqual([
    ["1", "2", "3"],
    ["1", "4", "5"],
  ]);
});

test("one record that cannot be read is refused by its key, without anybody's data; the rest is taken and the cursor moves", async () => {
  const remembered: RememberedState = new Map();
  const { bench, keys } = open(
    {
      1: { itens: [member("1"), member("2", { limite: "muito" }), { nada: true }], proximo: null },
    },
    remembered,
  );
  expect(await keys()).toEqual(["1"]);
  expect(bench.refused).toEqual([
    {
      key: "conveniados 2",
      code: "FORMATO",
      message: expect.stringContaining("conveniados 2 veio em um formato desconhecido (limite)"),
    },
    {
      key: "conveniados, página 1, registro 3",
      code: "FORMATO",
      message: expect.stringMatching(/\.$/),
    },
  ]);
  expect(JSON.stringify([bench.refused, bench.lines])).not.toContain("52998224725");
  expect(remembered.has("desde:conveniados")).toBe(true);
});

test("where none can be read it is another contract, and the cursor stays", async () => {
  const remembered: RememberedState = new Map();
  const { keys } = open({ 1: { itens: [{ id: 1 }, { id: 2 }], proximo: null } }, remembered);
  expect([await keys().catch(kindOf), remembered.size]).toEqual(["unexpected_shape", 0]);
});
