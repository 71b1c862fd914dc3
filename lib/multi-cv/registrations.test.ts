import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "@/e2e/sandbox/start-sandbox.ts";
import { createHttp } from "@/lib/connectors/transports/http.ts";
import { testOptions } from "@/lib/connectors/transports/test-options.ts";
import { type CvClient, openCv } from "./cv/open-cv.ts";
import { registerWebhook } from "./cv/webhooks.ts";
import {
  listCvRegistrations,
  listSiengeRegistrations,
  type OwnAddress,
  registerCvWebhooks,
  registerSiengeHooks,
  removeRegistrations,
} from "./registrations.ts";
import { registerHook } from "./sienge/hooks.ts";
import { openSienge, type SiengeClient } from "./sienge/open-sienge.ts";

let sandbox: Sandbox;
let cv: CvClient;
let sienge: SiengeClient;
const PREFIX = "https://enlace.example/api/webhooks/abc/";
const own: OwnAddress = { url: `${PREFIX}chave-nova-1`, prefix: PREFIX };
const MOVED_FROM = "https://enlace-antigo.example/api/webhooks/abc/";
const old: OwnAddress = { url: `${MOVED_FROM}chave-velha-1`, prefix: MOVED_FROM };

beforeAll(async () => {
  sandbox = await startSandbox({ only: ["sienge", "cv"] });
  const http = createHttp(testOptions());
  cv = openCv({
    http,
    label: "Terminal B",
    baseUrl: sandbox.cv.b.url,
    email: sandbox.cv.b.email,
    token: sandbox.cv.b.token,
  });
  sienge = openSienge({
    http,
    label: "Sienge",
    baseUrl: sandbox.sienge.url,
    tenant: sandbox.sienge.tenant,
    user: sandbox.sienge.user,
    password: sandbox.sienge.password,
  });
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.reset());

const SITUATIONS = [{ name: "PODE FATURAR (ERP)" }, { name: "Vendida" }, { name: "Cancelada" }];

test("CV is told of each situation once, however often it is asked", async () => {
  await registerWebhook(cv, {
    name: "de outro sistema",
    area: "RS",
    address: "https://outro.example/segredo/x",
    trigger: 1_031,
  });
  expect(await registerCvWebhooks(cv, old, SITUATIONS)).toMatchObject({
    created: 3,
    kept: 0,
    removed: 0,
    missing: [],
  });
  expect(await registerCvWebhooks(cv, old, SITUATIONS)).toMatchObject({
    created: 0,
    kept: 3,
    removed: 0,
  });
  expect(await registerCvWebhooks(cv, own, [...SITUATIONS, { name: "Lua Nova" }])).toMatchObject({
    created: 3,
    removed: 3,
    missing: ["Lua Nova"],
  });
  const list = await listCvRegistrations(cv, own);
  expect(list.map(({ owner, address }) => [owner, address])).toEqual([
    ["foreign", "https://outro.example/•••"],
    ["current", `${PREFIX}•••`],
    ["current", `${PREFIX}•••`],
    ["current", `${PREFIX}•••`],
  ]);
  expect(list[1]?.what).toBe("Quando entrar na situação PODE FATURAR (ERP)");
  expect(JSON.stringify(list)).not.toContain("chave-");
  expect(await removeRegistrations({ kind: "cv", client: cv }, own)).toBe(3);
  expect((await listCvRegistrations(cv, own)).map(({ owner }) => owner)).toEqual(["foreign"]);
  await expect(registerCvWebhooks(cv, own, [])).rejects.toMatchObject({ kind: "settings" });
});

test("CV is asked to tell of commissions and contracts as well, where it offers that", async () => {
  sandbox.partners.cv.tenants.b.quirks.followingTriggers = true;
  expect(await registerCvWebhooks(cv, own, SITUATIONS)).toMatchObject({ created: 5 });
  expect(await registerCvWebhooks(cv, own, SITUATIONS)).toMatchObject({ created: 0, kept: 5 });
  const areas = sandbox.partners.cv.tenants.b.store.list("webhooks").map(({ value }) => value.area);
  expect(areas.toSorted()).toEqual(["CM", "CV", "RS", "RS", "RS"]);
});

test("Sienge gets one registration for a contract's whole life, and an incomplete one is replaced", async () => {
  await registerHook(sienge, { url: own.url, events: ["SALES_CONTRACT_CREATED"] });
  expect(await registerSiengeHooks(sienge, own)).toMatchObject({ created: 1, removed: 1 });
  expect(await registerSiengeHooks(sienge, own)).toMatchObject({ created: 0, kept: 1, removed: 0 });
  const [only, ...rest] = await listSiengeRegistrations(sienge, own);
  expect([only?.owner, only?.what.includes("SALES_CONTRACT_REMOVED"), rest.length]).toEqual([
    "current",
    true,
    0,
  ]);
  expect(await removeRegistrations({ kind: "sienge", client: sienge }, own)).toBe(1);
});
