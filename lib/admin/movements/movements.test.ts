import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { useDatabase } from "@/db/current-database.ts";
import { buildNote, plainLine } from "@/e2e/support/build-fiscal-xml.ts";
import { createInboxBench, type InboxBench } from "@/e2e/support/inbox-bench.ts";
import type { GridQuery } from "@/lib/core/grid.ts";
import { type Actor, PERMISSIONS } from "@/lib/core/permissions.ts";
import { MAX_UPLOAD_BYTES, PART_BYTES } from "@/lib/core/upload-parts.ts";
import { openFileStore } from "@/lib/engine/file-store.ts";
import { env } from "@/lib/env.ts";
import { closeSender } from "@/lib/engine/queue.ts";
import { RUN_IMPORT } from "@/lib/engine/queues.ts";
import { runImport } from "@/lib/inbox/run-import.ts";
import { cancelImport } from "./cancel-import.ts";
import { downloadCorrections } from "./download-corrections.ts";
import { downloadRefusals } from "./download-refusals.ts";
import { appendUpload } from "./append-upload.ts";
import { listImports } from "./list-imports.ts";
import { listProducts } from "./list-products.ts";
import { listRefusals } from "./list-refusals.ts";
import { readImport } from "./read-import.ts";
import { readMovementDays } from "./read-movement-days.ts";
import { readUpload } from "./read-upload.ts";
import { receivePart, receiveUpload } from "./receive-upload.ts";
import { startUpload } from "./start-upload.ts";

let bench: InboxBench;
let client: Actor;
let stranger: Actor;
let agent: Actor;
const files = mkdtempSync(path.join(tmpdir(), "enlace-uploads-"));
const query: GridQuery = { page: 1, pageSize: 10, search: "", sort: null, filters: {} };

beforeAll(async () => {
  bench = await createInboxBench();
  useDatabase(bench.database);
  Object.assign(process.env, {
    DATABASE_URL: bench.database.url,
    AUTH_SECRET: "s".repeat(32),
    ENLACE_KEYS: `t:${randomBytes(32).toString("base64")}`,
    FILES_DIR: files,
  });
  const person = (organizationId: number | null, name: string): Actor => ({
    personId: 1,
    name,
    email: "pessoa@exemplo.test",
    profileId: 1,
    profileName: "Perfil",
    permissions: new Set(PERMISSIONS),
    organizationId,
    timeZone: "America/Sao_Paulo",
  });
  client = person(bench.organizationId, "Cliente");
  stranger = person(bench.foreignId, "Estranho");
  agent = person(null, "Agente");
});
afterAll(async () => {
  await closeSender();
  await bench.close();
  rmSync(files, { recursive: true, force: true });
});

async function* pieces(text: string): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < text.length; at += 1000) yield Buffer.from(text.slice(at, at + 1000));
}
const problemOf = (outcome: { ok: boolean; problem?: { kind: string } }) =>
  outcome.ok ? "ok" : outcome.problem?.kind;

it("takes an upload from its first byte to its sale, through the store and the queue", async () => {
  const xml = buildNote({
    issuer: bench.cnpj,
    number: 77,
    issuedAt: "2026-11-10T10:00:00-03:00",
    lines: [plainLine()],
  });
  const received = await receiveUpload(
    client,
    { organizationId: null, name: "pasta/venda.xml", size: Buffer.byteLength(xml) },
    pieces(xml),
    new AbortController().signal,
  );
  if (!received.ok) throw new Error(received.problem.message);
  const { importId } = received.value;
  const jobs = await bench.rows<{ data: { importId: number; organizationId: number } }>(
    sql`select data from pgboss.job where name = ${RUN_IMPORT} and (data ->> 'importId')::int = ${importId}`,
  );
  expect(jobs).toHaveLength(1);
  await runImport({ organizationId: bench.organizationId, importId }, new AbortController().signal);
  expect(await readImport(client, { importId })).toMatchObject({
    ok: true,
    value: { name: "venda.xml", status: "finished", accepted: 1, source: "xml" },
  });
  const days = await readMovementDays(client, { first: "2026-11-01", last: "2026-11-20" });
  expect(days).toMatchObject({
    ok: true,
    value: [{ days: [{ day: "2026-11-10", sales: 1, salesCents: 1990 }] }],
  });
});

it("goes on where a broken line stopped, and reads the parts as one file", async () => {
  // Blank lines fill the parts, and one product stands across the end of the second.
  const rows = (from: number) =>
    Array.from({ length: 2_000 }, (_, n) => `P${from + n};Produto ${from + n} em partes\n`);
  const begin = Buffer.from(["codigo;descricao\n", ...rows(0)].join(""));
  const blank = Buffer.alloc(2 * PART_BYTES - begin.length - 20, `${" ".repeat(999)}\n`);
  const whole = Buffer.concat([begin, blank, Buffer.from(rows(2_000).join(""))]);
  const part = (offset: number) =>
    pieces(whole.subarray(offset, offset + PART_BYTES).toString("latin1"));
  const { signal } = new AbortController();
  const first = await receiveUpload(
    client,
    { organizationId: null, name: "produtos.csv", size: whole.length },
    part(0),
    signal,
  );
  if (!first.ok) throw new Error(first.problem.message);
  const { importId } = first.value;
  expect(first.value).toEqual({ importId, received: PART_BYTES, done: false });

  const broken = new AbortController();
  async function* cut(): AsyncGenerator<Uint8Array> {
    yield whole.subarray(PART_BYTES, PART_BYTES + 1000);
    broken.abort();
    throw new DOMException("gone", "AbortError");
  }
  const at = { importId, offset: PART_BYTES };
  expect(problemOf(await receivePart(client, at, cut(), broken.signal))).toBe("refused");
  expect(await readUpload(client, { importId })).toMatchObject({
    value: { received: PART_BYTES, done: false },
  });
  // Two tabs, or one whose answer was lost: of the same part one is taken.
  const twins = await Promise.all([
    receivePart(client, at, part(PART_BYTES), signal),
    receivePart(client, at, part(PART_BYTES), signal),
  ]);
  expect(new Set(twins.map(problemOf))).toEqual(new Set(["conflict", "ok"]));
  expect(problemOf(await receivePart(stranger, at, part(PART_BYTES), signal))).toBe("not_found");
  const rest = { importId, offset: 2 * PART_BYTES };
  expect(await receivePart(client, rest, part(2 * PART_BYTES), signal)).toMatchObject({
    ok: true,
    value: { done: true },
  });
  // Asked for once more, an upload that arrived says so and takes nothing.
  expect(await receivePart(client, rest, part(2 * PART_BYTES), signal)).toMatchObject({
    ok: true,
    value: { done: true, received: whole.length },
  });
  const jobs = await bench.rows(
    sql`select 1 from pgboss.job where name = ${RUN_IMPORT} and (data ->> 'importId')::int = ${importId}`,
  );
  expect(jobs).toHaveLength(1);
  const [stored] = await bench.rows<{ parts: string[] }>(
    sql`select parts from imports where id = ${importId}`,
  );
  const store = await openFileStore(env());
  const back: Uint8Array[] = [];
  for (const key of stored!.parts) for await (const piece of store.open(key)) back.push(piece);
  expect(Buffer.concat(back).equals(whole)).toBe(true);
  await runImport({ organizationId: bench.organizationId, importId }, signal);
  expect(await readImport(client, { importId })).toMatchObject({
    value: { status: "finished", accepted: 4_000, refused: 0 },
  });
  for (const key of stored!.parts) expect(await store.has(key)).toBe(false);
});

it("takes no more than was announced, and no part that is larger than agreed", async () => {
  const { signal } = new AbortController();
  const send = (size: number, bytes: number) =>
    receiveUpload(
      client,
      { organizationId: null, name: "a.csv", size },
      pieces("x".repeat(bytes)),
      signal,
    );
  expect(problemOf(await send(10, 11))).toBe("conflict");
  expect(problemOf(await send(PART_BYTES * 2, PART_BYTES + 1))).toBe("refused");
  expect(problemOf(await send(MAX_UPLOAD_BYTES + 1, 1))).toBe("invalid");
});

it("gives each client a quota of a day, what is on its way included", async () => {
  const day = (hoursAgo: number, bytes: number) =>
    bench.database.db.execute(
      sql`insert into imports (organization_id, source, name, requested_name, status, storage_key, bytes, created_at, finished_at) values (${bench.organizationId}, 'zip', 'cota.zip', 'Ana', 'finished', 'x', ${bytes}, now() - make_interval(hours => ${hoursAgo}), now())`,
    );
  const gigabyte = 1_000_000_000;
  await day(25, 30 * gigabyte);
  const start = (actor: Actor, gigabytes: number) =>
    startUpload(actor, { name: "a.zip", size: gigabytes * gigabyte });
  expect(problemOf(await start(client, 1))).toBe("ok");
  await day(1, 18 * gigabyte);
  const outcomes = await Promise.all([start(client, 1), start(client, 1), start(client, 1)]);
  expect(outcomes.map(problemOf)).toEqual(["refused", "refused", "refused"]);
  expect(problemOf(await start(stranger, 1))).toBe("ok");
  await bench.rows(sql`delete from imports where name = 'cota.zip'`);
  await bench.rows(sql`update imports set expected_bytes = 0 where name = 'a.zip'`);
});

it("leaves an import that says so when the upload breaks off", async () => {
  const control = new AbortController();
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield Buffer.from("<nfe");
    control.abort();
    throw new DOMException("gone", "AbortError");
  }
  expect(
    problemOf(
      await receiveUpload(
        client,
        { organizationId: null, name: "cortado.xml", size: 100 },
        broken(),
        control.signal,
      ),
    ),
  ).toBe("refused");
  expect(await bench.rows(sql`select status from imports where name = 'cortado.xml'`)).toEqual([
    { status: "failed" },
  ]);
});

it("shows and does nothing across organizations", async () => {
  const importId = await bench.upload("segredo.xml", "<a/>");
  const tries = [
    readImport(stranger, { importId }),
    listRefusals(stranger, { importId, query }),
    downloadRefusals(stranger, { importId }),
    cancelImport(stranger, { importId }),
    appendUpload(stranger, { importId, offset: 0, storageKey: "x", bytes: 1 }),
    readUpload(stranger, { importId }),
    startUpload(stranger, { organizationId: bench.organizationId, name: "a.xml", size: 1 }),
    readMovementDays(stranger, {
      organizationId: bench.organizationId,
      first: "2026-11-01",
      last: "2026-11-02",
    }),
    listProducts(stranger, { organizationId: bench.organizationId, query }),
  ];
  expect((await Promise.all(tries)).map(problemOf)).toEqual(tries.map(() => "not_found"));
  const list = await listImports(stranger, {
    organizationId: bench.organizationId,
    query: { ...query, search: "segredo" },
  });
  expect(list).toMatchObject({ ok: true, value: { total: 0 } });
});

it("asks an agent whose movements they are, and takes no client that is not there", async () => {
  expect(problemOf(await startUpload(agent, { name: "a.xml", size: 1 }))).toBe("invalid");
  expect(
    problemOf(await startUpload(agent, { organizationId: 999_999, name: "a.xml", size: 1 })),
  ).toBe("not_found");
  expect(
    problemOf(
      await startUpload(agent, { organizationId: bench.organizationId, name: "a.xml", size: 1 }),
    ),
  ).toBe("ok");
});

it("does not take a file of another import under its own name", async () => {
  const started = await startUpload(client, { name: "a.xml", size: 1 });
  if (!started.ok) throw new Error("not started");
  expect(
    problemOf(
      await appendUpload(client, {
        importId: started.value.importId,
        offset: 0,
        storageKey: `${bench.foreignId}/imports/1/x.zst`,
        bytes: 1,
      }),
    ),
  ).toBe("not_found");
});

it("stops an import that is cancelled, once", async () => {
  const importId = await bench.upload(
    "parar.xml",
    buildNote({
      issuer: bench.cnpj,
      number: 78,
      issuedAt: "2026-11-10T10:00:00-03:00",
      lines: [plainLine()],
    }),
  );
  expect(problemOf(await cancelImport(client, { importId }))).toBe("ok");
  expect(problemOf(await cancelImport(client, { importId }))).toBe("conflict");
  expect(await bench.run(importId)).toMatchObject({
    status: "failed",
    accepted: 0,
    failureReason: "Cancelada por Cliente. Os dados já lidos foram mantidos.",
  });
});

it("writes refusals for a spreadsheet without anything that it would run", async () => {
  const importId = await bench.upload(
    "=2+5.csv",
    `codigo;descricao;preco\n=cmd|' /C calc'!A0;Ruim;1\n`,
  );
  await bench.run(importId);
  const outcome = await downloadRefusals(client, { importId });
  if (!outcome.ok) throw new Error("refused");
  let text = "";
  for await (const piece of outcome.value.body) text += piece;
  expect(text).toContain("'=cmd|");
  expect(text).not.toMatch(/(^|;)[=+@-]/m);
});

it("gives the refused lines of a CSV back to be corrected, and takes them as they are corrected", async () => {
  const head = "Código;descricao;cnpj_filial;preco";
  const rows = [
    "C1;Gel;;",
    `C2;"Lixa; fina";${bench.cnpj};1.299`,
    `C3;"Cera;${bench.cnpj};5,00`,
    `=C4;'-Pente;${bench.cnpj};abc`,
  ];
  const send = async (text: string) => {
    const importId = await bench.upload("produtos.csv", text);
    return { importId, ...(await bench.run(importId)) };
  };
  const correct = async (importId: number) => {
    const outcome = await downloadCorrections(client, { importId });
    if (!outcome.ok) throw new Error(outcome.problem.message);
    let text = "";
    for await (const piece of outcome.value.body) text += piece;
    return text;
  };
  const first = await send([head, ...rows].join("\r\n"));
  expect(first).toMatchObject({ accepted: 1, refused: 3 });
  const text = await correct(first.importId);
  expect(text.split("\r\n")[0]).toBe(`\uFEFFmotivo_da_recusa;${head}`);
  expect(text).toContain(`;C2;"Lixa; fina";${bench.cnpj};1.299\r\n`);
  expect(text).not.toMatch(/(^|;)[=+@]/m);

  const second = await send(text.replace("1.299", "1299,00").replace('"Cera', "Cera"));
  expect(second).toMatchObject({ accepted: 2, refused: 1, refusals: [{ document_key: "=C4" }] });
  const third = await send((await correct(second.importId)).replace(";abc", ";2,50"));
  expect(third).toMatchObject({ accepted: 1, refused: 0 });
  expect(
    await bench.rows(
      sql`select description from products where code in ('C2', '=C4') order by code`,
    ),
  ).toEqual([{ description: "'-Pente" }, { description: "Lixa; fina" }]);
  expect(problemOf(await downloadCorrections(client, third))).toBe("refused");
});

it("gives lines with data of people only to whoever may read them", async () => {
  const importId = await bench.upload("clientes.csv", "codigo;nome\nC1;\n");
  await bench.run(importId);
  const without = new Set(PERMISSIONS.filter((one) => one !== "personalData"));
  const reader = { ...client, permissions: without };
  expect(problemOf(await downloadCorrections(reader, { importId }))).toBe("forbidden");
  expect(problemOf(await downloadCorrections(client, { importId }))).toBe("ok");
  expect(problemOf(await downloadCorrections(stranger, { importId }))).toBe("not_found");
});
