import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createInboxBench, type InboxBench } from "@/e2e/support/inbox-bench.ts";

let bench: InboxBench;
beforeAll(async () => {
  bench = await createInboxBench();
});
afterAll(() => bench.close());

const HEAD = "cnpj_filial;data;cupom;tipo;codigo;descricao;quantidade;valor_unitario";
const row = (number: number, day = "10/11/2026", price = "9,99") =>
  `${bench.cnpj};${day};${number};venda;A;Gel;1;${price}`;

async function tryOut(content: string, deaths = 0) {
  const id = await bench.upload("vendas.csv", content);
  await bench.rows(sql`update imports set dry_run = true where id = ${id} returning id`);
  for (let death = 0; death < deaths; death += 1)
    await bench.run(id, { dieAfterBatches: 1 }).catch(() => undefined);
  const result = await bench.run(id);
  const [{ sums } = { sums: null }] = await bench.rows<{ sums: unknown }>(
    sql`select sums from imports where id = ${id}`,
  );
  return { ...result, sums: typeof sums === "string" ? (JSON.parse(sums) as unknown) : sums };
}
const tables = async () =>
  bench.rows(
    sql`select (select count(*)::int from sales) as sales, (select count(*)::int from products) as products, (select count(*)::int from product_prices) as prices`,
  );

it("says what an import would say, with sums by branch and day, and writes nothing", async () => {
  const content = [
    HEAD,
    row(1),
    row(2),
    row(3, "11/11/2026", "1.299"),
    row(4, "11/11/2026"),
    row(1),
  ].join("\n");
  const before = await tables();
  const dry = await tryOut(content.replace(/\n[^\n]*$/, ""));
  expect(await tables()).toEqual(before);
  expect(dry).toMatchObject({ status: "finished", read: 4, accepted: 4, refused: 0 });
  expect(dry.sums).toEqual([
    expect.objectContaining({ day: "2026-11-10", kind: "sale", count: 2, cents: 1998 }),
    expect.objectContaining({ day: "2026-11-11", kind: "sale", count: 2, cents: 129_900 + 999 }),
  ]);
  const real = await bench.import("vendas.csv", content.replace(/\n[^\n]*$/, ""));
  expect({ ...real, refusals: [] }).toMatchObject({ accepted: 4, refused: 0 });
});

it("knows what is here already, and what the file itself repeats", async () => {
  const day = "12/11/2026";
  await bench.import("vendas.csv", [HEAD, `${row(10, day)};`].join("\n"));
  const total = `${HEAD};total_cupom`;
  const dry = await tryOut(
    [
      total,
      `${row(10, day)};9,99`,
      `${row(11, day)};9,99`,
      `${row(12, day)};9,99`,
      `${row(11, day)};9,99`,
    ].join("\n"),
  );
  expect(dry).toMatchObject({ accepted: 2, duplicated: 2, refused: 0 });
  expect(dry.sums).toEqual([expect.objectContaining({ count: 2, cents: 1998 })]);
});

it("goes on with its sums where a worker that died left it", async () => {
  const rows = Array.from({ length: 450 }, (_, index) => row(1000 + index, "13/11/2026", "1,00"));
  const dry = await tryOut([HEAD, ...rows].join("\n"), 2);
  expect(dry).toMatchObject({ status: "finished", accepted: 450, refused: 0 });
  expect(dry.sums).toEqual([expect.objectContaining({ count: 450, cents: 45_000 })]);
});

it("keeps the refused lines as they came, and none of what was here already", async () => {
  const id = await bench.upload(
    "produtos.csv",
    'codigo;descricao;cnpj_filial;preco\r\nA;Gel;;\r\n B ;"Lixa;x";;abc\r\nC;"Cera;;\r\n',
  );
  await bench.run(id);
  expect(
    await bench.rows(sql`select lines from import_refusals where import_id = ${id} order by id`),
  ).toEqual([{ lines: ' B ;"Lixa;x";;abc' }, { lines: 'C;"Cera;;' }]);
});
