import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { Client } from "basic-ftp";
import Sftp from "ssh2-sftp-client";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { freeBlock } from "@/lib/launch/free-ports.mjs";
import { makeMovement } from "./scanntech/movement-fixture.ts";
import { SANDBOX_PORTS } from "./stand-ins.ts";
import { startSandbox, type Sandbox } from "./start-sandbox.ts";

const EAN = "produto_ean-2026-03-06-02-00-00.csv";
const STOCK = "ESTOQUE_11222333000181_20260305_001.csv";
const SALES = "/api-minoristas/api/v2/minoristas/1001/locales/1/cajas/00002/movimientos/lotes";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

async function sendFtp(to: Sandbox): Promise<void> {
  const client = new Client();
  await client.access(to.smarket);
  await client.uploadFrom(Readable.from(["SEQPRODUTO|EAN|PRINCIPAL\n1|0|1\n"]), EAN);
  client.close();
}

async function sendSftp({ audit }: Sandbox): Promise<void> {
  const client = new Sftp();
  await client.connect({
    host: audit.host,
    port: audit.port,
    username: audit.user,
    password: audit.password,
  });
  await client.put(
    Buffer.from("cnpj;data;ean;qtd\r\n11222333000181;2026-03-05;4006381333931;7\r\n"),
    "/envio/a.tmp",
  );
  await client.rename("/envio/a.tmp", `/envio/${STOCK}`);
  await client.end();
}

async function sendHttp({ scanntech }: Sandbox): Promise<unknown> {
  // A connection kept for the next call would lead to the partner that was stopped.
  const headers = {
    connection: "close",
    authorization: `Basic ${btoa(`${scanntech.user}:${scanntech.password}`)}`,
    "content-type": "application/json",
    "pdv-version": "1",
    "backend-version": "1",
  };
  return (
    await fetch(scanntech.url3 + SALES, {
      method: "POST",
      headers,
      body: JSON.stringify([makeMovement()]),
    })
  ).json();
}

const get = (address: string) => fetch(sandbox.control.url + address);
const post = (address: string, body: unknown) =>
  fetch(sandbox.control.url + address, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });

test("the control API shows what came, and the page too", async () => {
  await Promise.all([sendFtp(sandbox), sendSftp(sandbox), sendHttp(sandbox)]);
  expect(await (await get("/state")).json()).toMatchObject({
    smarket: { counts: { "Arquivos recebidos": 1 } },
    audit: { counts: { "Arquivos recebidos": 1 } },
    scanntech: { counts: { "Vendas aceitas": 1 }, faults: [] },
  });
  expect(await (await get("/smarket/received")).json()).toMatchObject([
    { name: EAN, verdict: "ok", rows: 1 },
  ]);
  expect(await (await get(`/smarket/files/${EAN}`)).text()).toBe(
    "SEQPRODUTO|EAN|PRINCIPAL\n1|0|1\n",
  );
  const page = await (await get("/")).text();
  expect(page).toContain('<html lang="pt-BR">');
  for (const text of ["Smarket", "Audit", "ScannTech", EAN, STOCK, "movimientos/lotes"])
    expect(page).toContain(text);
});

test("the control API switches faults on and off", async () => {
  const on = await post("/scanntech/faults", {
    kind: "status",
    status: 500,
    times: 2,
    address: "url2",
  });
  expect(await on.json()).toEqual({
    faults: [{ kind: "status", status: 500, times: 2, address: "url2" }],
  });
  expect(await (await get("/")).text()).toContain("código 500");
  expect(await (await post("/scanntech/faults", { clear: "status" })).json()).toEqual({
    faults: [],
  });
});

test("the control API asks for days again, sets promoted products and resets", async () => {
  expect(
    (await post("/scanntech/ask-resend", { fecha: "2026-03-05", tipo: "MOVIMIENTOS" })).status,
  ).toBe(200);
  expect(sandbox.counts("scanntech")).toMatchObject({ "Reenvios pedidos": 1 });
  expect((await post("/scanntech/promotions", { gtins: ["4006381333931"] })).status).toBe(200);
  expect((await post("/scanntech/reset", {})).status).toBe(200);
  expect(sandbox.counts("scanntech")).toMatchObject({ "Reenvios pedidos": 0, "Vendas aceitas": 0 });
});

test("the control API refuses what makes no sense", async () => {
  expect((await post("/scanntech/faults", { kind: "disk_full" })).status).toBe(400);
  expect((await post("/smarket/faults", { kind: "chuva" })).status).toBe(400);
  expect((await post("/smarket/ask-resend", {})).status).toBe(404);
  expect((await get("/smarket/files/..%2Freceived.ndjson")).status).toBe(404);
  expect((await get("/audit/files/host-key")).status).toBe(404);
  expect((await get("/constructor/received")).status).toBe(404);
  expect((await get("/%E0%A4%A")).status).toBe(400);
  // What a form on another site could send.
  const forged = await fetch(`${sandbox.control.url}/smarket/faults`, {
    method: "POST",
    headers: { "content-type": "text/plain" },
    body: '{"kind":"down"}',
  });
  expect(forged.status).toBe(405);
});

test("with a state folder everything survives a restart, the host key too", async () => {
  const stateDir = mkdtempSync(path.join(tmpdir(), "sandbox-state-"));
  try {
    // The return is not due before the first one stops.
    const portBase = await freeBlock(SANDBOX_PORTS);
    const first = await startSandbox({ stateDir, portBase, answerDelay: 600_000 });
    await Promise.all([sendFtp(first), sendSftp(first), sendHttp(first)]);
    first.partners.scanntech.setGtins(["4006381333931"]);
    await first.stop();
    const second = await startSandbox({ stateDir, portBase, answerDelay: 10 });
    try {
      expect([second.smarket, second.audit]).toEqual([first.smarket, first.audit]);
      expect(second.received("smarket")).toMatchObject([{ name: EAN }]);
      expect(second.received("audit")).toMatchObject([{ name: STOCK }]);
      expect(await sendHttp(second)).toMatchObject({ errores: [] });
      expect(second.counts("scanntech")).toMatchObject({
        "Vendas aceitas": 1,
        "Movimentos repetidos": 1,
      });
      await vi.waitFor(
        () => expect(second.counts("audit")).toMatchObject({ "Retornos gravados": 1 }),
        { timeout: 5_000 },
      );
    } finally {
      await second.stop();
    }
  } finally {
    rmSync(stateDir, { recursive: true, force: true });
  }
});

test("a port that is taken fails the start and leaves nothing open", async () => {
  const taken = Number(new URL(sandbox.control.url).port);
  await expect(startSandbox({ portBase: taken })).rejects.toMatchObject({ code: "EADDRINUSE" });
});
