import { afterAll, beforeAll, expect, it } from "vitest";
import { sql } from "drizzle-orm";
import {
  accessKey,
  buildCancellation,
  buildNote,
  type FiscalNote,
  plainLine,
} from "@/e2e/support/build-fiscal-xml.ts";
import { useDatabase } from "@/db/current-database.ts";
import { closeSender } from "@/lib/engine/queue.ts";
import { isOtherWaiting } from "@/db/queries/tasks/waiting-groups.ts";
import { createInboxBench, type InboxBench } from "@/e2e/support/inbox-bench.ts";
import { zipOf } from "@/e2e/support/zip-of.ts";

let bench: InboxBench;
beforeAll(async () => {
  bench = await createInboxBench();
  useDatabase(bench.database);
});
afterAll(async () => {
  await closeSender();
  await bench.close();
});

const note = (number: number, change: Partial<FiscalNote> = {}): FiscalNote => ({
  issuer: bench.cnpj,
  number,
  issuedAt: "2026-11-10T22:15:00-03:00",
  lines: [plainLine(1000 + number), plainLine(500, 2)],
  ...change,
});

it("takes one XML from the upload to a sale in the database", async () => {
  const result = await bench.import("venda.xml", buildNote(note(1)));
  expect(result).toMatchObject({ status: "finished", read: 1, accepted: 1, refused: 0 });
  const [sale] = await bench.rows(
    sql`select kind, document_key, day::text, total_cents::int, (select count(*)::int from sale_lines l where l.sale_id = s.id) as lines, (select sum(amount_cents)::int from sale_payments p where p.sale_id = s.id) as paid from sales s where document_key = ${accessKey(note(1))}`,
  );
  expect(sale).toEqual({
    kind: "sale",
    document_key: accessKey(note(1)),
    day: "2026-11-10",
    total_cents: 1501,
    lines: 2,
    paid: 1501,
  });
});

it("says of a known document that it is known, and of another one under its key that it is not the same", async () => {
  await bench.import("a.xml", buildNote(note(2)));
  expect(await bench.import("b.xml", buildNote(note(2)))).toMatchObject({
    read: 1,
    accepted: 0,
    duplicated: 1,
    refusals: [{ code: "duplicate", document_key: accessKey(note(2)) }],
  });
  expect(await bench.import("c.xml", buildNote(note(2, { lines: [plainLine(7)] })))).toMatchObject({
    accepted: 0,
    refused: 1,
    refusals: [{ code: "conflict" }],
  });
});

it("reads a zip: folders, odd names, junk, things that are no documents", async () => {
  const zip = await zipOf({
    "2026/novembro/ação 1.xml": buildNote(note(10)),
    "..\\..\\fora.xml": buildNote(note(11)),
    "../../etc/outro.xml": buildNote(note(12)),
    "__MACOSX/._x.xml": "lixo",
    ".DS_Store": "lixo",
    "danfe.pdf": Buffer.from([0x25, 0x50, 0x44, 0x46, 0, 1, 2]),
    "homologacao.xml": buildNote(note(13, { environment: "2" })),
    "repetida.xml": buildNote(note(10)),
    "bomba.xml": Buffer.alloc(3_000_000, 0x20),
    "dentro.zip": await zipOf({ "x.xml": "<a/>" }),
  });
  const result = await bench.import("lote.zip", zip);
  expect(result).toMatchObject({
    status: "finished",
    accepted: 3,
    duplicated: 1,
    refused: 4,
    read: 8,
  });
  expect(result.refusals.map(({ place, code }) => `${place}: ${code}`).toSorted()).toEqual([
    "bomba.xml: suspicious_ratio",
    "danfe.pdf: not_xml",
    "dentro.zip: nested_archive",
    "homologacao.xml: homologation",
    "repetida.xml: duplicate",
  ]);
});

it("tells of another organization's CNPJ exactly what it tells of an unknown one", async () => {
  const foreign = await bench.import("a.xml", buildNote(note(20, { issuer: bench.foreignCnpj })));
  const unknown = await bench.import("b.xml", buildNote(note(20, { issuer: bench.unknownCnpj })));
  expect(foreign.refusals[0]).toMatchObject({ code: "unknown_branch" });
  expect(foreign.refusals[0]?.reason).toBe(unknown.refusals[0]?.reason);
});

it.each(["sale first", "cancellation first", "both in one zip", "both at once"])(
  "applies a cancellation: %s",
  async (order) => {
    const number =
      30 + ["sale first", "cancellation first", "both in one zip", "both at once"].indexOf(order);
    const sale = buildNote(note(number));
    const key = accessKey(note(number));
    const event = buildCancellation(key, "2026-11-11T00:30:00-03:00");
    if (order === "sale first") {
      await bench.import("v.xml", sale);
      await bench.import("c.xml", event);
    } else if (order === "cancellation first") {
      expect(await bench.import("c.xml", event)).toMatchObject({
        accepted: 1,
        warned: 1,
        refusals: [{ code: "waiting_sale", severity: "warning" }],
      });
      await bench.import("v.xml", sale);
    } else if (order === "both in one zip")
      await bench.import("lote.zip", await zipOf({ "1-evento.xml": event, "2-venda.xml": sale }));
    else await Promise.all([bench.import("v.xml", sale), bench.import("c.xml", event)]);
    expect(
      await bench.rows(
        sql`select kind, original_key, day::text, total_cents::int, (select count(*)::int from sale_lines l where l.sale_id = s.id) as lines from sales s where document_key = ${key} order by kind desc`,
      ),
    ).toEqual([
      { kind: "sale", original_key: "", day: "2026-11-10", total_cents: 1500 + number, lines: 2 },
      {
        kind: "cancellation",
        original_key: key,
        day: "2026-11-11",
        total_cents: 1500 + number,
        lines: 2,
      },
    ]);
    expect(
      await bench.rows(sql`select 1 from waiting_cancellations where document_key = ${key}`),
    ).toHaveLength(0);
    expect(await bench.import("de-novo.xml", event)).toMatchObject({ accepted: 0, duplicated: 1 });
  },
);

it("marks a purchase that its supplier cancels", async () => {
  const purchase = note(40, {
    model: "55",
    issuer: bench.unknownCnpj,
    recipient: { cnpj: bench.cnpj },
  });
  await bench.import("c.xml", buildCancellation(accessKey(purchase), "2026-11-12T10:00:00-03:00"));
  await bench.import("p.xml", buildNote(purchase));
  expect(
    await bench.rows(
      sql`select kind, (select count(*)::int from purchase_lines l where l.purchase_id = p.id) > 0 as lines from purchases p where document_key = ${accessKey(purchase)} order by id`,
    ),
  ).toEqual([
    { kind: "purchase", lines: true },
    { kind: "cancellation", lines: true },
  ]);
});

it("says of a cancelled document that can never come that it is nobody's here", async () => {
  const foreign = note(41, { issuer: bench.unknownCnpj });
  const event = buildCancellation(accessKey(foreign), "2026-11-12T10:00:00-03:00");
  const zip = await zipOf({ "1.xml": event, "2.xml": event });
  const refusal = { code: "unknown_branch", document_key: accessKey(foreign) };
  expect(await bench.import("c.zip", zip)).toMatchObject({
    accepted: 0,
    refused: 2,
    refusals: [refusal, refusal],
  });
  expect(
    await bench.rows(
      sql`select 1 from waiting_cancellations where document_key = ${accessKey(foreign)}`,
    ),
  ).toHaveLength(0);
});

it.each(["new", "known"])("cancels a %s sale whose file carries its event", async (state) => {
  const sale = note(state === "new" ? 42 : 43);
  const event = buildCancellation(accessKey(sale), "2026-11-12T10:00:00-03:00");
  const answer = /<retEvento.*<\/retEvento>/.exec(event)?.[0];
  if (state === "known") await bench.import("v.xml", buildNote(sale));
  await bench.import("v.xml", buildNote(sale).replace("</nfeProc>", `${answer}</nfeProc>`));
  expect(
    await bench.rows(
      sql`select kind from sales where document_key = ${accessKey(sale)} order by id`,
    ),
  ).toEqual([{ kind: "sale" }, { kind: "cancellation" }]);
});

it("writes each document once when the same zip arrives four times at once", async () => {
  const zip = await zipOf(
    Object.fromEntries(
      Array.from({ length: 450 }, (_, index) => [`${index}.xml`, buildNote(note(1000 + index))]),
    ),
  );
  const results = await Promise.all(
    [1, 2, 3, 4].map((copy) => bench.import(`lote-${copy}.zip`, zip)),
  );
  expect(results.reduce((sum, result) => sum + result.accepted, 0)).toBe(450);
  expect(results.reduce((sum, result) => sum + result.duplicated, 0)).toBe(1350);
  expect(
    await bench.rows(
      sql`select count(*)::int as sales, count(distinct document_key)::int as keys from sales where number::int between 1000 and 1449`,
    ),
  ).toEqual([{ sales: 450, keys: 450 }]);
});

it("goes on where a worker died, and counts nothing twice", async () => {
  const zip = await zipOf(
    Object.fromEntries(
      Array.from({ length: 700 }, (_, index) => [
        `${String(index).padStart(4, "0")}.xml`,
        buildNote(note(2000 + index)),
      ]),
    ),
  );
  const importId = await bench.upload("grande.zip", zip);
  // Everything after the second batch is lost, as under kill -9.
  await expect(bench.run(importId, { dieAfterBatches: 2 })).rejects.toThrow();
  const [before] = await bench.rows(
    sql`select position, accepted from imports where id = ${importId}`,
  );
  expect(before).toEqual({ position: 400, accepted: 400 });
  expect(await bench.run(importId)).toMatchObject({
    status: "finished",
    read: 700,
    accepted: 700,
    duplicated: 0,
  });
});

it("fences a worker off that another one has followed", async () => {
  const zip = await zipOf(
    Object.fromEntries(
      Array.from({ length: 250 }, (_, index) => [`${index}.xml`, buildNote(note(3000 + index))]),
    ),
  );
  const importId = await bench.upload("duplo.zip", zip);
  // Which of the two is the newer one is the database's to say: either may end first, so what
  // counts is where both leave the import.
  await Promise.all([bench.run(importId), bench.run(importId)]);
  expect(
    await bench.rows(
      sql`select status, read, accepted, duplicated from imports where id = ${importId}`,
    ),
  ).toEqual([{ status: "finished", read: 250, accepted: 250, duplicated: 0 }]);
  expect(
    await bench.rows(
      sql`select count(*)::int as sales, count(distinct document_key)::int as keys from sales where number::int between 3000 and 3249`,
    ),
  ).toEqual([{ sales: 250, keys: 250 }]);
});

it.each([
  ["vazio.xml", "", "vazio"],
  ["foto.png", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0]), "não é XML"],
  ["lote.rar", "Rar!\u001A\u0007", "compactado"],
  ["quebrado.zip", "PK\u0003\u0004lixo", "corrompido"],
  ["sem-colunas.csv", "a;b;c\n1;2;3\n", "Faltam: codigo, descricao"],
])("ends %s with a sentence", async (name, content, sentence) => {
  const result = await bench.import(name, content);
  expect(result.status).toBe("failed");
  expect(result.failureReason).toContain(sentence);
});

it("keeps what it read of a zip whose end is torn off its entries", async () => {
  const zip = await zipOf({ "a.xml": buildNote(note(50)), "b.xml": buildNote(note(51)) });
  // The second entry's data is overwritten; the index still names it.
  const second = zip.indexOf("b.xml") + 5;
  zip.fill(0xff, second, second + 60);
  expect(await bench.import("torto.zip", zip)).toMatchObject({
    status: "finished",
    accepted: 1,
    refused: 1,
    refusals: [{ place: "b.xml", code: "corrupt_entry" }],
  });
});

it("lets others go between, and goes on at its place with its own number of tries", async () => {
  const notes = Object.fromEntries(
    Array.from({ length: 450 }, (_, index) => [`${index}.xml`, buildNote(note(5000 + index))]),
  );
  const importId = await bench.upload("grande.zip", await zipOf(notes));
  const after: number[] = [];
  for (let turn = 0; turn < 3; turn++) {
    const result = await bench.run(importId, { isTurnOver: async () => true });
    after.push(result.read);
    expect(result.failureReason).toBeNull();
  }
  expect(after).toEqual([200, 400, 450]);
  const [row] = await bench.rows(sql`select status, accepted from imports where id = ${importId}`);
  expect(row).toEqual({ status: "finished", accepted: 450 });
  const jobs = await bench.rows<{ data: { turns: number }; group_id: string }>(
    sql`select data, group_id from pgboss.job where name = 'run-import' and (data ->> 'importId')::int = ${importId} order by created_on`,
  );
  expect(jobs.map(({ data }) => data.turns)).toEqual([1, 1]);
  expect(jobs.map(({ group_id }) => group_id)).toEqual(
    jobs.map(() => `imports:${bench.organizationId}`),
  );
});

it("knows whether another client waits whom nobody serves", async () => {
  const { db } = bench.database;
  const put = (group: string, state: string) =>
    db.execute(
      sql`insert into pgboss.job (name, state, group_id, policy) values ('run-import', ${state}::pgboss.job_state, ${group}, 'standard')`,
    );
  await db.execute(sql`delete from pgboss.job`);
  const waits = () => isOtherWaiting(db, "run-import", "imports:1");
  await put("imports:1", "created");
  expect(await waits()).toBe(false);
  await put("imports:2", "active");
  await put("imports:2", "created");
  expect(await waits()).toBe(false);
  await put("imports:3", "created");
  expect(await waits()).toBe(true);
});
