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
import { closeSender } from "@/lib/engine/queue.ts";
import { RUN_IMPORT } from "@/lib/engine/queues.ts";
import { runImport } from "@/lib/inbox/run-import.ts";
import { cancelImport } from "./cancel-import.ts";
import { downloadRefusals } from "./download-refusals.ts";
import { finishUpload } from "./finish-upload.ts";
import { listImports } from "./list-imports.ts";
import { listProducts } from "./list-products.ts";
import { listRefusals } from "./list-refusals.ts";
import { readImport } from "./read-import.ts";
import { readMovementDays } from "./read-movement-days.ts";
import { receiveUpload } from "./receive-upload.ts";
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
    { organizationId: null, name: "pasta/venda.xml" },
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
        { organizationId: null, name: "cortado.xml" },
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
    finishUpload(stranger, { importId, storageKey: "x", bytes: 1 }),
    startUpload(stranger, { organizationId: bench.organizationId, name: "a.xml" }),
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
  expect(problemOf(await startUpload(agent, { name: "a.xml" }))).toBe("invalid");
  expect(problemOf(await startUpload(agent, { organizationId: 999_999, name: "a.xml" }))).toBe(
    "not_found",
  );
  expect(
    problemOf(await startUpload(agent, { organizationId: bench.organizationId, name: "a.xml" })),
  ).toBe("ok");
});

it("does not take a file of another import under its own name", async () => {
  const started = await startUpload(client, { name: "a.xml" });
  if (!started.ok) throw new Error("not started");
  expect(
    problemOf(
      await finishUpload(client, {
        importId: started.value.importId,
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
