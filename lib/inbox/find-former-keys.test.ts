import { readdirSync, readFileSync } from "node:fs";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { accessKey, buildNote, plainLine } from "@/e2e/support/build-fiscal-xml.ts";
import { createInboxBench, type InboxBench } from "@/e2e/support/inbox-bench.ts";

let bench: InboxBench;
beforeAll(async () => {
  bench = await createInboxBench();
});
afterAll(() => bench.close());

/** What the migration does with the rows that it finds, on a database where it ran long ago. */
async function migrateAgain(): Promise<void> {
  const file = readdirSync("drizzle").find((name) =>
    name.endsWith("_former_document_keys_known.sql"),
  );
  const statements = readFileSync(`drizzle/${file}`, "utf8").split("--> statement-breakpoint");
  const rows = statements.filter((statement) => !/GRANT|ENABLE ROW|CREATE POLICY/.test(statement));
  expect(rows).toHaveLength(4);
  for (const statement of rows) await bench.database.sql.unsafe(statement);
}

const HEAD =
  "cnpj_filial;data;hora;cupom;caixa;serie;tipo;chave;codigo;descricao;quantidade;valor_unitario";
const row = (
  data: string,
  cupom: string,
  caixa: string,
  more: { tipo?: string; chave?: string } = {},
) =>
  [
    bench.cnpj,
    data,
    "10:00",
    cupom,
    caixa,
    "",
    more.tipo ?? "",
    more.chave ?? "",
    "A",
    "Gel",
    "1",
    "9,99",
  ].join(";");
const importRow = (...cells: Parameters<typeof row>) =>
  bench.import("vendas.csv", `${HEAD}\n${row(...cells)}`);
const rename = (from: string, to: string) =>
  bench.rows(sql`update sales set document_key = ${to} where document_key = ${from} returning id`);
const movements = async (number: string) =>
  (
    await bench.rows<{ kind: string; document_key: string }>(
      sql`select kind, document_key from sales where ltrim(number, '0') = ${number} order by id`,
    )
  ).map(({ kind, document_key }) => `${kind} ${document_key.replace(bench.cnpj, "B")}`);
const today = (day: string, number: string) => `csv:${bench.cnpj}:${day}:-:1:${number}`;

it("a receipt that stands under a key of former times is known in every way it is written", async () => {
  await importRow("2026-11-10", "0001", "01");
  await rename(today("10/11/2026", "1"), `csv:${bench.cnpj}:2026-11-10:-:01:0001`);
  await migrateAgain();
  const writings: Parameters<typeof row>[] = [
    ["10/11/2026", "1", "1"],
    ["2026-11-10", "0001", "01"],
    ["10/11/2026", "01", ""],
  ];
  for (const cells of writings)
    expect(await importRow(...cells)).toMatchObject({ accepted: 0, duplicated: 1, refused: 0 });
  expect(await movements("1")).toEqual(["sale csv:B:2026-11-10:-:01:0001"]);
});

it("its cancellation finds it, however that writes date, till and number", async () => {
  await importRow("2026-11-10", "0002", "01");
  await rename(today("10/11/2026", "2"), `csv:${bench.cnpj}:2026-11-10:-:01:0002`);
  await migrateAgain();
  expect(await importRow("10/11/2026", "2", "1", { tipo: "cancelamento" })).toMatchObject({
    accepted: 1,
    warned: 0,
  });
  expect(await movements("2")).toEqual([
    "sale csv:B:2026-11-10:-:01:0002",
    "cancellation csv:B:2026-11-10:-:01:0002",
  ]);
});

it("a cancellation that waits under a key of former times is applied when its sale comes", async () => {
  await importRow("10/11/2026", "3", "1", { tipo: "cancelamento" });
  await bench.rows(
    sql`update waiting_cancellations set document_key = replace(document_key, '10/11/2026:-:1:3', '2026-11-10:-:01:0003')`,
  );
  await migrateAgain();
  expect(await importRow("10/11/2026", "03", "")).toMatchObject({ accepted: 1 });
  expect(await movements("3")).toEqual([
    "sale csv:B:10/11/2026:-:1:3",
    "cancellation csv:B:10/11/2026:-:1:3",
  ]);
  expect(await bench.rows(sql`select 1 from waiting_cancellations`)).toEqual([]);
});

it("of one that was counted twice already nothing is lost and nothing more is counted", async () => {
  await importRow("10/11/2026", "4", "1");
  await rename(today("10/11/2026", "4"), `csv:${bench.cnpj}:2026-11-10:-:1:4`);
  await importRow("10/11/2026", "4", "1");
  await rename(today("10/11/2026", "4"), `csv:${bench.cnpj}:10/11/2026:-:01:0004`);
  await migrateAgain();
  expect(await importRow("2026-11-10", "4", "1")).toMatchObject({ accepted: 0, duplicated: 1 });
  expect(await movements("4")).toHaveLength(2);
});

it("an access key is the same with the blanks and the prefix that a person copies along", async () => {
  const note = {
    issuer: bench.cnpj,
    number: 5,
    issuedAt: "2026-11-10T10:00:00-03:00",
    lines: [plainLine(999)],
  };
  const key = accessKey(note);
  const spaced = `NFe${key.replace(/.{4}(?=.)/g, "$& ")}`;
  await bench.import("a.xml", buildNote(note));
  expect(await importRow("10/11/2026", "5", "1", { chave: spaced })).toMatchObject({ accepted: 0 });
  await rename(key, spaced);
  await migrateAgain();
  expect(await bench.import("b.xml", buildNote(note))).toMatchObject({
    accepted: 0,
    duplicated: 1,
  });
  expect(await movements("5")).toHaveLength(1);
});
