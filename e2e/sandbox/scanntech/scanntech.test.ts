import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { isGtin } from "@/lib/core/documents.ts";
import { startSandbox, type Sandbox } from "../start-sandbox.ts";
import { makeMovement } from "./movement-fixture.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.reset("scanntech"));
afterAll(() => sandbox.stop());

const SALES = "/api-minoristas/api/v2/minoristas/1001/locales/1/cajas/00002/movimientos/lotes";
const CLOSINGS = "/api-minoristas/api/v2/minoristas/1001/locales/1/cajas/2/cierresDiarios/lotes";
const ASKED = "/api-minoristas/api/v2/minoristas/1001/locales/1/solicitudes";
const PROMOTIONS = "/pmkt-rest-api/v2/minoristas/1001/locales/1/promociones?estado=ACEPTADA";

interface CallOptions {
  body?: unknown;
  headers?: Record<string, string>;
  url?: string;
}

async function call(
  path: string,
  { body, headers = {}, url = sandbox.scanntech.url1 }: CallOptions = {},
) {
  const { user, password } = sandbox.scanntech;
  const response = await fetch(url + path, {
    method: body === undefined ? "GET" : "POST",
    headers: {
      authorization: `Basic ${btoa(`${user}:${password}`)}`,
      "content-type": "application/json",
      "pdv-version": "1.0",
      "backend-version": "1.0",
      ...headers,
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

async function read(path: string, options?: CallOptions): Promise<unknown> {
  const { status, text } = await call(path, options);
  expect(status).toBe(200);
  return JSON.parse(text);
}

test("a lot is accepted in part, and errors name their movement", async () => {
  const bad = makeMovement({ numero: "00000124", pagos: [] });
  const orphan = makeMovement({ numero: "-00000999", cancelacion: true });
  const cancellation = makeMovement({ numero: "-00000123", cancelacion: true });
  expect(await read(SALES, { body: [makeMovement(), bad, orphan, cancellation] })).toMatchObject({
    idLote: expect.any(Number),
    errores: [
      { numero: "00000124", error: { code: "FALLO_MOV_SUMA_PAGOS" } },
      { numero: "-00000999", error: { code: "FALLO_MOV_CANCELACION_SIN_VENTA" } },
    ],
  });
  expect(sandbox.counts("scanntech")).toMatchObject({
    "Vendas aceitas": 1,
    "Cancelamentos aceitos": 1,
  });
});

test("the same movement sent again is accepted and counted", async () => {
  for (let time = 0; time < 2; time++)
    expect(await read(SALES, { body: [makeMovement()] })).toMatchObject({ errores: [] });
  expect(sandbox.counts("scanntech")).toMatchObject({
    "Vendas aceitas": 1,
    "Movimentos repetidos": 1,
  });
});

test.each([
  [
    "more than 200 movements",
    400,
    SALES,
    { body: Array.from({ length: 201 }, () => makeMovement()) },
  ],
  ["a body that is no list", 400, SALES, { body: makeMovement() }],
  ["a register without its 5 digits", 400, SALES.replace("00002", "2"), { body: [makeMovement()] }],
  ["no version header", 400, PROMOTIONS, { headers: { "pdv-version": "" } }],
  [
    "another content type",
    415,
    SALES,
    { body: [makeMovement()], headers: { "content-type": "text/plain" } },
  ],
  [
    "a wrong password",
    401,
    PROMOTIONS,
    { headers: { authorization: `Basic ${btoa("alguem:outra")}` } },
  ],
  ["another company", 403, PROMOTIONS.replace("1001", "1002"), {}],
  ["an unknown state", 400, PROMOTIONS.replace("ACEPTADA", "TODAS"), {}],
  ["an unknown path", 404, "/api", {}],
])("%s is refused with %i", async (_what, status, path, options) => {
  expect((await call(path, options)).status).toBe(status);
  expect(sandbox.counts("scanntech")).toMatchObject({ "Vendas aceitas": 0 });
});

test("a divergent closing is taken, recorded and asked for again until it matches", async () => {
  await read(SALES, { body: [makeMovement()] });
  const closing = {
    fechaVentas: "2026-03-05",
    montoVentaLiquida: 30,
    montoCancelaciones: 0,
    cantidadMovimientos: 1,
    cantidadCancelaciones: 0,
  };
  await read(CLOSINGS, { body: [closing] });
  expect(await read(`${ASKED}/cierresDiarios`)).toEqual([
    { fecha: "2026-03-05", codigoCaja: 2, tipo: "CIERRES_DIARIOS" },
  ]);
  await read(CLOSINGS, { body: [{ ...closing, montoVentaLiquida: 32.4 }] });
  expect(await read(`${ASKED}/cierresDiarios`)).toEqual([]);
});

test("a day asked for again stays asked until its movements come", async () => {
  sandbox.partners.scanntech.askResend({
    local: "1",
    fecha: "2026-03-05",
    codigoCaja: null,
    tipo: "MOVIMIENTOS",
  });
  expect(await read(`${ASKED}/movimientos`)).toEqual([
    { fecha: "2026-03-05", codigoCaja: null, tipo: "MOVIMIENTOS" },
  ]);
  expect(await read(`${ASKED}/cierresDiarios`)).toEqual([]);
  await read(SALES, { body: [makeMovement()] });
  expect(await read(`${ASKED}/movimientos`)).toEqual([]);
});

test("promotions come by state, one of each type, on the products a caller chose", async () => {
  sandbox.partners.scanntech.setGtins(["4006381333931"]);
  const accepted = (await read(PROMOTIONS)) as {
    total: number;
    results: { tipo: string; estado?: string }[];
  };
  expect(accepted.results.map((promotion) => promotion.tipo).sort()).toEqual([
    "ADICIONAL_DESCUENTO",
    "ADICIONAL_REGALO",
    "DESCUENTO_FIJO",
    "DESCUENTO_VARIABLE",
    "LLEVA_PAGA",
    "PRECIO_FIJO",
  ]);
  expect(new Set(JSON.stringify(accepted).match(/\d{13}/g))).toEqual(new Set(["4006381333931"]));
  expect(await read(PROMOTIONS.replace("ACEPTADA", "PENDIENTE"))).toMatchObject({ total: 1 });
  await sandbox.reset("scanntech");
  expect(
    JSON.stringify(await read(PROMOTIONS))
      .match(/\d{13}/g)
      ?.every(isGtin),
  ).toBe(true);
});

test("each address goes down by itself", async () => {
  await sandbox.setFault("scanntech", { kind: "down", address: "url1" });
  await expect(call(PROMOTIONS)).rejects.toThrow();
  expect((await call(PROMOTIONS, { url: sandbox.scanntech.url2 })).status).toBe(200);
  expect((await call(PROMOTIONS, { url: sandbox.scanntech.url3 })).status).toBe(200);
  await sandbox.clearFaults("scanntech");
  expect((await call(PROMOTIONS)).status).toBe(200);
});

test("failing: statuses, limits, refused passwords, pages instead of data", async () => {
  await sandbox.setFault("scanntech", { kind: "status", status: 503, times: 1 });
  expect((await call(PROMOTIONS)).status).toBe(503);
  await sandbox.setFault("scanntech", { kind: "rate_limited", retryAfter: 7, times: 1 });
  const limited = await call(PROMOTIONS);
  expect([limited.status, limited.headers.get("retry-after")]).toEqual([429, "7"]);
  await sandbox.setFault("scanntech", { kind: "rate_limited", times: 1 });
  expect((await call(PROMOTIONS)).headers.has("retry-after")).toBe(false);
  await sandbox.setFault("scanntech", { kind: "unauthorized", times: 1 });
  expect((await call(PROMOTIONS)).status).toBe(401);
  await sandbox.setFault("scanntech", { kind: "garbage", times: 1 });
  expect(await call(PROMOTIONS)).toMatchObject({
    status: 200,
    text: expect.stringContaining("<html>"),
  });
  expect((await call(PROMOTIONS)).status).toBe(200);
});

test("slow: the answer comes late", async () => {
  await sandbox.setFault("scanntech", { kind: "slow", ms: 300, times: 1 });
  const start = performance.now();
  await call(PROMOTIONS);
  expect(performance.now() - start).toBeGreaterThanOrEqual(290);
});

test("lost answer: the lot is kept, the caller is not told, and sending it again does not duplicate", async () => {
  await sandbox.setFault("scanntech", { kind: "lose_answer", times: 1 });
  await expect(call(SALES, { body: [makeMovement()] })).rejects.toThrow();
  expect(sandbox.counts("scanntech")).toMatchObject({ "Vendas aceitas": 1 });
  await read(SALES, { body: [makeMovement()] });
  expect(sandbox.counts("scanntech")).toMatchObject({
    "Vendas aceitas": 1,
    "Movimentos repetidos": 1,
  });
});
