import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { apiKeys } from "@/db/schema/people.ts";
import { useDatabase } from "@/db/current-database.ts";
import { buildNote, type FiscalNote, plainLine } from "@/e2e/support/build-fiscal-xml.ts";
import { createInboxBench, type InboxBench } from "@/e2e/support/inbox-bench.ts";
import { zipOf } from "@/e2e/support/zip-of.ts";
import { hashApiKey } from "./api/authenticate-api-key.ts";
import { serveBatch } from "./api/serve-api.ts";

let bench: InboxBench;
const KEY = "enl_chave-inventada-de-teste-0007";
beforeAll(async () => {
  bench = await createInboxBench();
  useDatabase(bench.database);
  await bench.database.db.insert(apiKeys).values({
    organizationId: bench.organizationId,
    name: "ERP",
    prefix: "enl_chav",
    hash: hashApiKey(KEY),
  });
});
afterAll(() => bench.close());

/** What a purchase says, in words that every way in can write. */
interface Said {
  number: number;
  cents: number;
  day: string;
  supplier: string;
  lot: string;
  bonus: boolean;
}
const said = (change: Partial<Said> = {}): Said => ({
  number: 1,
  cents: 1990,
  day: "2026-11-10",
  supplier: bench.unknownCnpj,
  lot: "L1",
  bonus: false,
  ...change,
});

const noteOf = (way: Said): FiscalNote => ({
  model: "55",
  issuer: way.supplier,
  number: way.number,
  issuedAt: `${way.day}T10:00:00-03:00`,
  recipient: { cnpj: bench.cnpj },
  lines: [{ ...plainLine(way.cents), lot: way.lot, cfop: way.bonus ? "5910" : "5102" }],
});
const asXml = async (key: string, way: Said) => {
  // The key's data stay those of the first, so that only what the note says differs.
  const xml = buildNote({ ...noteOf(way), number: Number(key) });
  const result = await bench.import(`${key}.xml`, xml);
  return result.accepted === 1 ? "accepted" : result.refusals[0]?.code;
};
const decimalOf = (cents: number) => (cents / 100).toFixed(2);
const asCsv = async (key: string, way: Said) => {
  const head =
    "cnpj_filial;chave;nota;cnpj_fornecedor;data;codigo;descricao;quantidade;valor_unitario;lote;bonificacao";
  const row = `${bench.cnpj};C${key};${way.number};${way.supplier};${way.day};P1;Produto;1;${decimalOf(way.cents).replace(".", ",")};${way.lot};${way.bonus ? "S" : "N"}`;
  const result = await bench.import(`${key}.csv`, `${head}\n${row}\n`);
  return result.accepted === 1 ? "accepted" : result.refusals[0]?.code;
};
const asCall = async (key: string, way: Said) => {
  const compra = {
    filial: bench.cnpj,
    chave: `A${key}`,
    nota: String(way.number),
    cnpjFornecedor: way.supplier,
    data: way.day,
    itens: [
      {
        codigo: "P1",
        descricao: "Produto",
        quantidade: 1,
        valorUnitario: decimalOf(way.cents),
        lote: way.lot,
        bonificacao: way.bonus,
      },
    ],
  };
  const response = await serveBatch(
    "purchases",
    new Request("http://localhost/api/v1/x", {
      method: "POST",
      headers: { authorization: `Bearer ${KEY}`, "content-type": "application/json" },
      body: JSON.stringify({ compras: [compra] }),
    }),
  );
  const { data } = (await response.json()) as { data: { situacao: string; codigo?: string }[] };
  return data[0]?.codigo ?? "accepted";
};

const WAYS = { XML: asXml, CSV: asCsv, API: asCall };
/** What can differ under one key; the key of an XML fixes its supplier and its number. */
const OTHERS: [string, Partial<Said>, (keyof typeof WAYS)[]][] = [
  ["total", { cents: 1991 }, ["XML", "CSV", "API"]],
  ["day", { day: "2026-11-11" }, ["XML", "CSV", "API"]],
  ["lot", { lot: "L2" }, ["XML", "CSV", "API"]],
  ["word on whether it was given", { bonus: true }, ["XML", "CSV", "API"]],
  ["number", { number: 9 }, ["CSV", "API"]],
];
const cases = OTHERS.flatMap(([what, change, ways]) =>
  ways.map((way) => [what, way, change] as const),
);

it.each(cases)("a purchase of another %s under a known key is a conflict by %s", async (...one) => {
  const [, way, change] = one;
  const key = String(100 + cases.findIndex((other) => other[0] === one[0] && other[1] === way));
  const send = WAYS[way];
  expect(await send(key, said())).toBe("accepted");
  expect(await send(key, said())).toBe("duplicate");
  expect(await send(key, said(change))).toBe("conflict");
  const stored = await bench.rows<{ total: number }>(
    sql`select total_cents::int as total from purchases where document_key in (${`C${key}`}, ${`A${key}`}) or (number = ${key} and series = '1')`,
  );
  expect(stored).toEqual([{ total: 1990 }]);
});

it.each(["CSV", "API"] as const)(
  "the supplier of a known purchase is compared by %s",
  async (way) => {
    expect(await WAYS[way]("90", said())).toBe("accepted");
    expect(await WAYS[way]("90", said({ supplier: bench.foreignCnpj }))).toBe("conflict");
  },
);

it("compares what two files of one zip say of one purchase", async () => {
  const one = buildNote(noteOf(said({ number: 80 })));
  const other = buildNote(noteOf(said({ number: 80, cents: 5 })));
  const result = await bench.import("z.zip", await zipOf({ "1.xml": one, "2.xml": other }));
  expect(result).toMatchObject({ accepted: 1, refused: 1, refusals: [{ code: "conflict" }] });
});
