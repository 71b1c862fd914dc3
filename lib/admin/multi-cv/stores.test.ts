import { desc, eq } from "drizzle-orm";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { useDatabase } from "@/db/current-database.ts";
import { developments, environments, mappings } from "@/db/schema/environments.ts";
import { auditEvents } from "@/db/schema/people.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { makeWalkClient, makeWalker, type WalkIds } from "@/e2e/support/walk-fixture.ts";
import { type Actor, PERMISSIONS } from "@/lib/core/permissions.ts";
import { environmentPlace, loginPlace } from "@/lib/engine/flows/open-environments.ts";
import { syncCatalogue } from "@/lib/engine/sync-catalogue.ts";
import { env } from "@/lib/env.ts";
import type { CatalogueItem } from "@/lib/multi-cv/match-catalogue.ts";
import { propose } from "@/lib/multi-cv/propose-mappings.ts";
import { CONNECTORS } from "@/lib/registry.ts";
import { decryptSecret } from "@/lib/secrets.ts";
import { confirmCertainMappings, confirmMapping } from "./confirm-mappings.ts";
import { importDevelopments } from "./import-developments.ts";
import { importEnvironments } from "./import-environments.ts";
import { exportEnvironments, listEnvironments } from "./list-environments.ts";
import { listMappings } from "./list-mappings.ts";
import { createDevelopment, updateDevelopment } from "./save-development.ts";
import { createEnvironment, updateEnvironment } from "./save-environment.ts";

process.env.AUTH_SECRET ??= "a secret of the tests and of nothing else";
process.env.ENLACE_KEYS ??= `test:${Buffer.alloc(32, 7).toString("base64")}`;
const database = await createTestDatabase();
process.env.DATABASE_URL ??= database.url;
useDatabase(database);
await syncCatalogue(database.db, CONNECTORS);
afterAll(() => database.close());
const { db } = database;

const CANARY = "canario-do-token-77";
let ids: WalkIds;
let actor: Actor;
beforeEach(async () => {
  ids = await makeWalkClient(database, "smarket");
  actor = await makeWalker(database, ids.organizationId, PERMISSIONS);
});

const environmentOf = (part: Record<string, unknown> = {}) => ({
  integrationId: ids.flow.integrationId,
  code: "b",
  kind: "cv" as const,
  name: "Terminal B",
  baseUrl: "https://b.cv.test/",
  userName: "hub@b.test",
  secret: CANARY,
  validUntil: null,
  ...part,
});
const problemOf = (outcome: {
  ok: boolean;
  problem?: { fields?: Record<string, string> | undefined; message: string };
}) => outcome.problem?.fields ?? outcome.problem?.message;

describe("environments", () => {
  test("a secret goes in sealed to its environment and comes out of no list, export or audit", async () => {
    const made = await createEnvironment(actor, environmentOf());
    const id = made.ok ? made.value.id : 0;
    const [row] = await db.select().from(environments).where(eq(environments.id, id));
    expect(
      decryptSecret(
        env().ENLACE_KEYS,
        environmentPlace(ids.organizationId, ids.flow.integrationId, "b"),
        row?.secret ?? "",
      ),
    ).toBe(CANARY);
    expect(row).toMatchObject({ baseUrl: "https://b.cv.test", secretSetAt: expect.any(Date) });
    const shown = JSON.stringify([
      await listEnvironments(actor, { integrationId: ids.flow.integrationId }),
      await exportEnvironments(actor, { integrationId: ids.flow.integrationId }),
      await db.select().from(auditEvents),
    ]);
    expect(shown).not.toContain(CANARY);
    expect(shown).not.toContain(row?.secret);
  });

  test("a login of v3 is sealed, stays until it is given anew or taken away, and goes to no other address", async () => {
    const login = { loginName: "gestor@b.test", loginPassword: `${CANARY}-v3` };
    expect(
      problemOf(await createEnvironment(actor, environmentOf({ loginName: login.loginName }))),
    ).toMatchObject({ loginPassword: expect.any(String) });
    const made = await createEnvironment(actor, environmentOf(login));
    const id = made.ok ? made.value.id : 0;
    const read = async () =>
      (await db.select().from(environments).where(eq(environments.id, id)))[0]!;
    const place = loginPlace(ids.organizationId, ids.flow.integrationId, "b", "login");
    expect(decryptSecret(env().ENLACE_KEYS, place, (await read()).loginSecret ?? "")).toBe(
      login.loginPassword,
    );
    await db
      .update(environments)
      .set({ sessionToken: "selado", loginRefusedAt: new Date() })
      .where(eq(environments.id, id));
    const shown = JSON.stringify([
      await listEnvironments(actor, { integrationId: ids.flow.integrationId }),
      await exportEnvironments(actor, { integrationId: ids.flow.integrationId }),
      await db.select().from(auditEvents),
    ]);
    expect(shown).toContain('"loginRefused":true');
    expect(shown).not.toMatch(new RegExp(`${CANARY}|selado`));

    const { loginSecret } = await read();
    const same = {
      id,
      name: "Terminal B",
      baseUrl: "https://b.cv.test",
      userName: "hub@b.test",
      validUntil: null,
    };
    const save = async (part: object) =>
      updateEnvironment(actor, { ...same, version: (await read()).version, ...part });
    expect(await save({})).toMatchObject({ ok: true });
    expect(await save({ loginName: login.loginName })).toMatchObject({ ok: true });
    expect(await read()).toMatchObject({ loginSecret, sessionToken: "selado" });
    const away = { baseUrl: "https://fora.test", secret: "novo-segredo-1" };
    for (const part of [away, { loginName: "eva@b.test" }])
      expect(problemOf(await save(part))).toMatchObject({ loginPassword: expect.any(String) });
    expect(await save({ ...login, loginPassword: "outra-senha" })).toMatchObject({ ok: true });
    expect(await read()).toMatchObject({ sessionToken: null, loginRefusedAt: null });
    const text =
      "codigo;sistema;nome;endereco;subdominio;usuario;credencial\nb;cv;Terminal B;https://fora.test;;hub@b.test;novo-segredo-2";
    await importEnvironments(actor, { integrationId: ids.flow.integrationId, text, save: true });
    expect(await read()).toMatchObject({
      baseUrl: "https://fora.test",
      loginName: "",
      loginSecret: null,
    });
    await save({ ...away, ...login });
    expect(await save({ ...away, loginName: "" })).toMatchObject({ ok: true });
    expect(await read()).toMatchObject({ loginName: "", loginSecret: null, sessionToken: null });
  });

  test("a save without a secret keeps it, a second save of the same version is refused, and the code cannot change", async () => {
    const made = await createEnvironment(actor, environmentOf());
    const id = made.ok ? made.value.id : 0;
    const change = {
      id,
      version: 1,
      name: "B novo",
      baseUrl: "https://b.cv.test",
      userName: "hub@b.test",
      validUntil: "2027-01-31",
      code: "zz",
      options: { brokerPolicy: "stop" },
    };
    expect(await updateEnvironment(actor, change)).toMatchObject({ ok: true });
    expect(await updateEnvironment(actor, { ...change, name: "tarde demais" })).toMatchObject({
      ok: false,
      problem: { kind: "conflict" },
    });
    const [row] = await db.select().from(environments).where(eq(environments.id, id));
    expect(row).toMatchObject({
      code: "b",
      name: "B novo",
      version: 2,
      settings: { brokerPolicy: "stop" },
    });
    expect(
      decryptSecret(
        env().ENLACE_KEYS,
        environmentPlace(ids.organizationId, ids.flow.integrationId, "b"),
        row?.secret ?? "",
      ),
    ).toBe(CANARY);
  });

  test("a stored secret goes to no other address or user, by a save or by a file", async () => {
    const made = await createEnvironment(
      actor,
      environmentOf({ kind: "sienge", tenant: "grupo", baseUrl: "https://api.sienge.test" }),
    );
    const id = made.ok ? made.value.id : 0;
    const same = {
      id,
      version: 1,
      name: "Terminal B",
      baseUrl: "https://api.sienge.test",
      tenant: "grupo",
      userName: "hub@b.test",
      validUntil: null,
    };
    for (const part of [
      { baseUrl: "https://fora.test" },
      { baseUrl: "http://api.sienge.test" },
      { baseUrl: "https://api.sienge.test:8443" },
      { tenant: "outro" },
      { userName: "eva@b.test" },
    ]) {
      expect(problemOf(await updateEnvironment(actor, { ...same, ...part }))).toMatchObject({
        secret: expect.stringContaining("api.sienge.test/grupo"),
      });
      const row = { ...same, ...part };
      const text = `codigo;sistema;nome;endereco;subdominio;usuario\nb;sienge;Terminal B;${row.baseUrl};${row.tenant};${row.userName}`;
      expect(
        await importEnvironments(actor, {
          integrationId: ids.flow.integrationId,
          text,
          save: true,
        }),
      ).toMatchObject({ ok: true, value: { lines: [{ what: "refused" }] } });
    }
    const [kept] = await db.select().from(environments).where(eq(environments.id, id));
    expect(kept).toMatchObject({ baseUrl: same.baseUrl, tenant: "grupo", version: 1 });
    expect(
      await updateEnvironment(actor, {
        ...same,
        baseUrl: "https://fora.test",
        secret: "novo-segredo-1",
      }),
    ).toMatchObject({ ok: true });
    const [noted] = await db
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.action, "update-environment"))
      .orderBy(desc(auditEvents.id))
      .limit(1);
    expect(JSON.stringify(noted?.changes)).toContain("https://fora.test");
  });

  test.each([
    [
      "a path in the address",
      { baseUrl: "https://b.cv.test/api" },
      { baseUrl: expect.stringContaining("sem caminho") },
    ],
    ["no address at all", { baseUrl: "b.cv.test" }, { baseUrl: expect.any(String) }],
    ["no secret", { secret: "" }, { secret: "Informe o token." }],
    ["Sienge without its subdomain", { kind: "sienge" }, { tenant: expect.any(String) }],
    [
      "a code that is taken",
      { code: "a" },
      { code: "Já existe um ambiente com este código nesta integração." },
    ],
    [
      "a day that does not exist",
      { validUntil: "2026-02-30" },
      { validUntil: "Informe uma data válida." },
    ],
    [
      "a policy that is none",
      { options: { brokerPolicy: "drop table" } },
      { options: expect.any(String) },
    ],
    [
      "somebody else's Sienge",
      { siengeEnvironmentId: 999_999 },
      { siengeEnvironmentId: expect.any(String) },
    ],
  ])("refuses %s beside its field", async (_, part, fields) => {
    expect(problemOf(await createEnvironment(actor, environmentOf(part) as never))).toMatchObject(
      fields,
    );
  });

  test("an import tells first and saves after, terminals may point at a Sienge of the same file", async () => {
    const text = `codigo;sistema;nome;endereco;subdominio;usuario;credencial;sienge\nc;cv;Terminal C;https://c.test;;hub@c.test;${CANARY};sienge\nsienge;sienge;Sienge;https://api.sienge.test;grupo;api;${CANARY};\nd;cv;Terminal D;https://d.test;;hub@d.test;;\na;cv;Terminal A;https://a.test;;hub@a.test;;`;
    const told = await importEnvironments(actor, {
      integrationId: ids.flow.integrationId,
      text,
      save: false,
    });
    expect(told).toMatchObject({
      ok: true,
      value: {
        saved: false,
        lines: [
          { line: 2, what: "create" },
          { line: 3, what: "create" },
          { line: 4, what: "refused", sentence: "Um novo ambiente precisa da coluna credencial." },
          { line: 5, what: "update" },
        ],
      },
    });
    expect(JSON.stringify(told)).not.toContain(CANARY);
    const count = () =>
      db.$count(environments, eq(environments.organizationId, ids.organizationId));
    const before = await count();
    expect(
      await importEnvironments(actor, { integrationId: ids.flow.integrationId, text, save: true }),
    ).toMatchObject({ ok: true, value: { saved: true } });
    expect(await count()).toBe(before + 2);
    const rows = await db
      .select()
      .from(environments)
      .where(eq(environments.organizationId, ids.organizationId));
    expect(rows.find(({ code }) => code === "c")?.siengeEnvironmentId).toBe(
      rows.find(({ code }) => code === "sienge")?.id,
    );
  });
});

describe("developments", () => {
  const developmentOf = (part: Record<string, unknown> = {}) => ({
    integrationId: ids.flow.integrationId,
    hubDevelopmentId: "7",
    hubName: "Vila",
    environmentId: ids.flow.terminalId,
    terminalDevelopmentId: "70",
    ...part,
  });

  test("live in a terminal and never in the Hub itself; the Hub's id is there once", async () => {
    expect(
      problemOf(await createDevelopment(actor, developmentOf({ environmentId: ids.flow.hubId }))),
    ).toMatchObject({ environmentId: expect.any(String) });
    expect(await createDevelopment(actor, developmentOf())).toMatchObject({ ok: true });
    expect(problemOf(await createDevelopment(actor, developmentOf()))).toMatchObject({
      hubDevelopmentId: expect.any(String),
    });
  });

  test("a check of the former ids says nothing of the new ones, and stays when only the name changes", async () => {
    await db
      .update(developments)
      .set({ checkedAt: new Date(), checkResult: { ok: true, notes: [] } })
      .where(eq(developments.id, ids.flow.developmentId));
    const same = {
      id: ids.flow.developmentId,
      hubDevelopmentId: "3",
      hubName: "Outro nome",
      environmentId: ids.flow.terminalId,
      terminalDevelopmentId: "2",
    };
    await updateDevelopment(actor, { ...same, version: 1 });
    const read = async () =>
      (await db.select().from(developments).where(eq(developments.id, ids.flow.developmentId)))[0];
    expect((await read())?.checkResult).toEqual({ ok: true, notes: [] });
    await updateDevelopment(actor, { ...same, terminalDevelopmentId: "99", version: 2 });
    expect((await read())?.checkResult).toBeNull();
  });

  test("a file with good, equal, changed and wrong lines saves what is good and says what is wrong, line by line", async () => {
    const text = `id_hub;nome;terminal;id_terminal;ativo\n8;Nova;a;80;sim\n3;${ids.marker};a;2;sim\n8;De novo;a;81;sim\nx;Sem id;a;1;sim\n9;Sem terminal;q;90;sim\n10;=cmd|'/c';a;100;nao`;
    const outcome = await importDevelopments(actor, {
      integrationId: ids.flow.integrationId,
      text,
      save: true,
    });
    expect(outcome.ok && outcome.value.lines.map(({ line, what }) => `${line} ${what}`)).toEqual([
      "2 create",
      "3 same",
      "4 refused",
      "5 refused",
      "6 refused",
      "7 create",
    ]);
    expect(outcome.ok && outcome.value.lines[4]?.sentence).toContain("Use um destes códigos: a.");
    expect(await db.$count(developments, eq(developments.organizationId, ids.organizationId))).toBe(
      3,
    );
  });
});

describe("mappings", () => {
  const item = (id: string, name: string, flags = {}): CatalogueItem => ({
    id,
    name,
    code: "",
    flags,
  });
  const load = (items: CatalogueItem[]) =>
    db.transaction((tx) =>
      propose(tx, {
        organizationId: ids.organizationId,
        integrationId: ids.flow.integrationId,
        kind: "situation",
        environmentId: ids.flow.terminalId,
        hubId: ids.flow.hubId,
        items,
        sources: [],
        now: new Date(),
      }),
    );
  const view = async () => {
    const outcome = await listMappings(actor, {
      integrationId: ids.flow.integrationId,
      environmentId: ids.flow.terminalId,
      kind: "situation",
    });
    if (!outcome.ok) throw new Error(outcome.problem.message);
    return outcome.value;
  };
  const LIST = [
    item("47", "Pode Faturar"),
    item("3", "Vendida"),
    item("4", "Perdida", { cancelled: true }),
    item("9", "Cancelada"),
    item("13", "Distrato", { dissolved: true }),
  ];
  const byKey = async () =>
    Object.fromEntries(
      (await view()).rows.map((row) => [
        row.sourceKey,
        `${row.targetId ?? "-"}${row.confirmedAt ? " ok" : ""}`,
      ]),
    );

  beforeEach(() => db.delete(mappings).where(eq(mappings.organizationId, ids.organizationId)));

  test("what can mean only one thing is proposed and confirmed at once; what can mean two waits for a person", async () => {
    await load(LIST);
    expect(await byKey()).toEqual({
      pode_faturar: "47",
      vendida: "3",
      cancelada: "-",
      distratada: "13",
    });
    const of = {
      integrationId: ids.flow.integrationId,
      environmentId: ids.flow.terminalId,
      kind: "situation" as const,
    };
    expect(await confirmCertainMappings(actor, of)).toMatchObject({ value: { confirmed: 3 } });
    const open = (await view()).rows.find(({ sourceKey }) => sourceKey === "cancelada")!;
    expect(open.candidates.map(({ id }) => id)).toEqual(["4", "9"]);
    expect(
      await confirmMapping(actor, { id: open.id, version: open.version, targetId: "nada" }),
    ).toMatchObject({ ok: false });
    expect(
      await confirmMapping(actor, { id: open.id, version: open.version, targetId: "4" }),
    ).toMatchObject({ ok: true });
    expect(
      await confirmMapping(actor, { id: open.id, version: open.version, targetId: "9" }),
    ).toMatchObject({ ok: false, problem: { kind: "conflict" } });
    expect(await byKey()).toEqual({
      pode_faturar: "47 ok",
      vendida: "3 ok",
      cancelada: "4 ok",
      distratada: "13 ok",
    });
  });

  test("a new reading keeps what a person confirmed, unless it is gone from the list", async () => {
    await load(LIST);
    const row = (await view()).rows.find(({ sourceKey }) => sourceKey === "vendida")!;
    await confirmMapping(actor, { id: row.id, version: row.version, targetId: "47" });
    await load(LIST);
    expect(await byKey()).toMatchObject({ vendida: "47 ok" });
    await load(LIST.filter(({ id }) => id !== "47"));
    expect(await byKey()).toMatchObject({ vendida: "3", pode_faturar: "-" });
  });
});
