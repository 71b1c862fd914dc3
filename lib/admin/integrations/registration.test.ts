import { and, desc, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OpenDatabase } from "@/db/client.ts";
import { useDatabase } from "@/db/current-database.ts";
import { auditEvents, branches, organizations } from "@/db/schema/people.ts";
import { integrations, integrationSettings, schedules } from "@/db/schema/integrations.ts";
import { taskDays } from "@/db/schema/movement-days.ts";
import { tasks } from "@/db/schema/tasks.ts";
import { makeDocuments, saveAs } from "@/e2e/support/movement-documents.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { completeCnpj } from "@/lib/core/documents.ts";
import { addDays, dayInZone } from "@/lib/core/period.ts";
import { type Actor, PERMISSIONS, type Permission } from "@/lib/core/permissions.ts";
import { syncCatalogue } from "@/lib/engine/sync-catalogue.ts";
import { CONNECTORS } from "@/lib/registry.ts";
import { compareVersions } from "./compare-versions.ts";
import { listVersions } from "./list-versions.ts";
import { prepareConnectionTest } from "./prepare-connection-test.ts";
import { readIntegration } from "./read-integration.ts";
import { readRegistrationChoices } from "./read-registration-choices.ts";
import { registerIntegration } from "./register-integration.ts";
import { restoreVersion } from "./restore-version.ts";
import { setIntegrationActive } from "./set-integration-active.ts";
import { updateIntegration } from "./update-integration.ts";

const CANARY = "canario-9f3-senha";
let database: OpenDatabase;
let agent: Actor;
let client: Actor;
let home = 0;
let away = 0;
let branchIds: number[] = [];
let foreignBranch = 0;
let turn = 0;

const actor = (
  organizationId: number | null,
  permissions: readonly Permission[],
  name: string,
): Actor => ({
  personId: 1,
  name,
  email: `${name}@enlace.test`.toLowerCase(),
  profileId: 1,
  profileName: "Perfil",
  permissions: new Set(permissions),
  organizationId,
  timeZone: "America/Sao_Paulo",
});

beforeAll(async () => {
  process.env.DATABASE_URL = "postgres://unused.test/none";
  process.env.AUTH_SECRET = "a".repeat(40);
  process.env.ENLACE_KEYS = `t1:${Buffer.alloc(32, 7).toString("base64")}`;
  database = await createTestDatabase({ max: 20 });
  useDatabase(database);
  await syncCatalogue(database.db, CONNECTORS);
  const [first, second] = await database.db
    .insert(organizations)
    .values([{ name: "Drogaria Aurora" }, { name: "Farmácia do Vale" }])
    .returning();
  home = first?.id ?? 0;
  away = second?.id ?? 0;
  const branch = (organizationId: number, number: number) => ({
    organizationId,
    code: String(number),
    name: `Loja ${number}`,
    cnpj: completeCnpj(`1122233300${String(organizationId).padStart(1, "0")}${number}`),
    city: "Campinas",
    state: "SP",
  });
  const rows = await database.db
    .insert(branches)
    .values([branch(home, 1), branch(home, 2), branch(home, 3), branch(away, 4)])
    .returning();
  branchIds = rows.filter((row) => row.organizationId === home).map(({ id }) => id);
  foreignBranch = rows.find((row) => row.organizationId === away)?.id ?? 0;
  agent = actor(null, PERMISSIONS, "Ana");
  client = actor(home, ["view", "run", "download", "logs"], "Carlos");
});
afterAll(() => database.close());

const FTP = { ftp_host: "ftp.parceiro.example", ftp_usuario: "aurora", ftp_senha: CANARY };
const SFTP = { sftp_host: "sftp.parceiro.example", sftp_usuario: "aurora", sftp_senha: CANARY };
const settings = (values: Record<string, string | null>, branchId = 0) =>
  Object.entries(values).map(([key, value]) => ({ key, branchId, value }));

function form(
  part: Partial<Parameters<typeof registerIntegration>[1]> = {},
): Parameters<typeof registerIntegration>[1] {
  turn += 1;
  return {
    organizationId: home,
    registrationKey: `form-${turn}-${"x".repeat(8)}`,
    description: `Vendas ${turn}`,
    connectorId: "smarket",
    active: true,
    intervalMinutes: "60",
    branchIds: branchIds.slice(0, 2),
    settings: settings(FTP),
    ...part,
  };
}

async function registered(part: Parameters<typeof form>[0] = {}): Promise<number> {
  const outcome = await registerIntegration(agent, form(part));
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem));
  return outcome.value.id;
}

const opened = async (id: number) => {
  const outcome = await readIntegration(agent, { id });
  if (!outcome.ok) throw new Error(outcome.problem.message);
  return outcome.value;
};

async function change(id: number, part: Partial<Parameters<typeof updateIntegration>[1]>) {
  const {
    version,
    description,
    connectorId,
    active,
    intervalMinutes,
    branches: chosen,
  } = await opened(id);
  return updateIntegration(agent, {
    id,
    version,
    description,
    connectorId,
    active,
    intervalMinutes,
    branchIds: chosen.map((branch) => branch.id),
    settings: [],
    ...part,
  });
}

describe("registering", () => {
  it("writes integration, branches, settings, first version, schedule and audit together", async () => {
    const id = await registered({ description: "  Vendas 🚀 <b>da rede</b> " });
    const shown = await opened(id);
    expect(shown).toMatchObject({
      description: "Vendas 🚀 <b>da rede</b>",
      state: "active",
      version: 1,
      intervalMinutes: 60,
      typeName: "Smarket",
    });
    expect(shown.branches.map((branch) => branch.id)).toEqual(branchIds.slice(0, 2));
    expect(shown.settings.find(({ key }) => key === "ftp_porta")?.value).toBe("21");
    expect(shown.nextRunAt).not.toBeNull();
    expect(
      (await database.db.select().from(schedules).where(eq(schedules.integrationId, id))).length,
    ).toBeGreaterThan(0);
    const versions = await listVersions(agent, { id });
    expect(versions.ok && versions.value).toMatchObject([{ version: 1, authorName: "Ana" }]);
    const audited = await database.db
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.subjectId, String(id)));
    expect(audited.map(({ action }) => action)).toEqual(["register-integration"]);
  });

  it.each<[string, Partial<Parameters<typeof registerIntegration>[1]>, string, RegExp]>([
    ["no description", { description: "   " }, "description", /Informe uma descrição/],
    [
      "a description of 5,000 characters",
      { description: "ã".repeat(5000) },
      "description",
      /5\.000 caracteres e o limite é de 200/,
    ],
    [
      "a line break in the description",
      { description: "a\nb" },
      "description",
      /caracteres de controle/,
    ],
    [
      "a NUL in the description",
      { description: "a\u0000b" },
      "description",
      /caracteres que não podem ser gravados/,
    ],
    ["no type", { connectorId: "" }, "connectorId", /Escolha o tipo/],
    ["an unknown type", { connectorId: "inexistente" }, "connectorId", /não existe no catálogo/],
    ["interval 0", { intervalMinutes: 0 }, "intervalMinutes", /de 1 a 44\.640 minutos/],
    ["interval 10⁹", { intervalMinutes: "1000000000" }, "intervalMinutes", /de 1 a 44\.640/],
    ["interval -5", { intervalMinutes: "-5" }, "intervalMinutes", /de 1 a 44\.640/],
    ["interval 1.5", { intervalMinutes: "1.5" }, "intervalMinutes", /de 1 a 44\.640/],
    ["interval in letters", { intervalMinutes: "dez" }, "intervalMinutes", /de 1 a 44\.640/],
    ["active without branches", { branchIds: [] }, "branchIds", /ao menos uma filial/],
    [
      "a missing required setting",
      { settings: settings({ ftp_host: "ftp.parceiro.example", ftp_usuario: "aurora" }) },
      "settings.ftp_senha.0",
      /Preencha “Senha”/,
    ],
    [
      "a port that is none",
      { settings: settings({ ...FTP, ftp_porta: "99999" }) },
      "settings.ftp_porta.0",
      /de 1 a 65535/,
    ],
    [
      "an address with a scheme",
      { settings: settings({ ...FTP, ftp_host: "ftp://servidor/" }) },
      "settings.ftp_host.0",
      /sem http/,
    ],
    [
      "an hour that is none",
      { connectorId: "audit", settings: settings({ ...SFTP, horario_envio: "25:00" }) },
      "settings.horario_envio.0",
      /“Horário do envio” deve ser um horário HH:MM/,
    ],
    [
      "an interval below five minutes",
      { connectorId: "proffer", settings: settings({ ...SFTP, intervalo_retornos_min: "4" }) },
      "settings.intervalo_retornos_min.0",
      /“Intervalo dos preços sugeridos \(minutos\)” deve ser um número inteiro de 5 a 1440/,
    ],
    [
      "a key the type does not have",
      { settings: settings({ ...FTP, chave_estranha: "1" }) },
      "settings.chave_estranha.0",
      /não pertence a este tipo/,
    ],
    [
      "an inactive one with a wrong value",
      { active: false, settings: settings({ ftp_porta: "abc" }) },
      "settings.ftp_porta.0",
      /número inteiro/,
    ],
  ])(
    "refuses %s beside its field, and nothing is written",
    async (_name, part, field, sentence) => {
      const before = await database.db.$count(integrations);
      const outcome = await registerIntegration(agent, form(part));
      expect(outcome.ok || outcome.problem.fields?.[field]).toMatch(sentence);
      expect(await database.db.$count(integrations)).toBe(before);
    },
  );

  it("takes 200 letters, an emoji counting as one, and the ends of the interval", async () => {
    await registered({ description: "🚀".repeat(200), intervalMinutes: 1 });
    await registered({ intervalMinutes: 44_640 });
  });

  it("lets an inactive one be saved incomplete", async () => {
    expect(
      await opened(await registered({ active: false, branchIds: [], settings: [] })),
    ).toMatchObject({ state: "inactive", nextRunAt: null });
    // What joins several systems reads no branches.
    expect(
      await registered({ connectorId: "multi-cv", branchIds: [], settings: [] }),
    ).toBeGreaterThan(0);
  });

  it("asks for one value a chosen branch where the type has such a key", async () => {
    const base = {
      usuario: "a@aurora.example",
      senha: CANARY,
      id_empresa: "77",
      url_1: "https://api.parceiro.example",
    };
    const partial = [...settings(base), ...settings({ id_local: "1" }, branchIds[0])];
    const refused = await registerIntegration(
      agent,
      form({ connectorId: "scanntech", settings: partial }),
    );
    expect(refused.ok || refused.problem.fields?.[`settings.id_local.${branchIds[1]}`]).toMatch(
      /\(Loja 2\)/,
    );
    await registered({
      connectorId: "scanntech",
      settings: [...partial, ...settings({ id_local: "2" }, branchIds[1])],
    });
  });

  it("treats what belongs to others as if it did not exist", async () => {
    const foreign = await registerIntegration(
      agent,
      form({ branchIds: [branchIds[0] ?? 0, foreignBranch] }),
    );
    expect(foreign).toMatchObject({
      ok: false,
      problem: {
        kind: "not_found",
        fields: { branchIds: expect.stringMatching(/não foi encontrada/) },
      },
    });
    const registrar = actor(home, ["view", "register", "edit"], "Rui");
    expect(
      await registerIntegration(
        registrar,
        form({ organizationId: away, branchIds: [foreignBranch] }),
      ),
    ).toMatchObject({ ok: false, problem: { kind: "not_found" } });
    expect(await registerIntegration(client, form())).toMatchObject({
      ok: false,
      problem: { kind: "forbidden" },
    });
    const id = await registered();
    const stranger = actor(away, PERMISSIONS, "Zoé");
    for (const outcome of [
      readIntegration(stranger, { id }),
      listVersions(stranger, { id }),
      setIntegrationActive(stranger, { id, active: false }),
      restoreVersion(stranger, { id, version: 1, currentVersion: 1 }),
      compareVersions(stranger, { id, older: 1, newer: 1 }),
      readRegistrationChoices(stranger, { organizationId: home }),
    ]) {
      expect(await outcome).toMatchObject({ ok: false, problem: { kind: "not_found" } });
    }
  });

  it("makes one integration of the same form sent twenty times at once", async () => {
    const same = form();
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => registerIntegration(agent, same)),
    );
    const ids = new Set(
      outcomes.map((outcome) => (outcome.ok ? outcome.value.id : outcome.problem.message)),
    );
    expect(ids.size).toBe(1);
    expect(outcomes.filter((outcome) => outcome.ok && !outcome.value.repeated)).toHaveLength(1);
    expect(
      await database.db.$count(
        integrations,
        eq(integrations.registrationKey, same.registrationKey),
      ),
    ).toBe(1);
  });

  it("rolls everything back when a part cannot be written", async () => {
    await database.db.execute(
      sql`alter table integration_versions add constraint refuse_for_test check (author_name <> 'Ana') not valid`,
    );
    const before = await database.db.$count(integrationSettings);
    await expect(registerIntegration(agent, form())).rejects.toThrow();
    await database.db.execute(
      sql`alter table integration_versions drop constraint refuse_for_test`,
    );
    expect(await database.db.$count(integrationSettings)).toBe(before);
  });
});

describe("saving", () => {
  it("raises the version, keeps a secret that was left blank, and tells what changed", async () => {
    const id = await registered();
    const outcome = await change(id, {
      intervalMinutes: "15",
      settings: settings({ ftp_diretorio: "/entrada", ftp_senha: null }),
    });
    expect(outcome).toMatchObject({
      ok: true,
      value: {
        version: 2,
        changes: [
          { field: "Intervalo tarefa (minutos)", before: "60", after: "15" },
          { field: "Configurações › Diretório", before: null, after: "/entrada" },
        ],
      },
    });
    expect((await opened(id)).settings.find(({ key }) => key === "ftp_senha")).toMatchObject({
      value: null,
      defined: true,
      updatedBy: "Ana",
    });
  });

  it("moves the next run to an hour that is a setting, and back to the default when it is cleared", async () => {
    const id = await registered({ connectorId: "audit", settings: settings(SFTP) });
    const next = async () =>
      new Date((await opened(id)).nextRunAt ?? "").toLocaleTimeString("pt-BR", {
        timeZone: "America/Sao_Paulo",
        hour: "2-digit",
        minute: "2-digit",
      });
    expect(await next()).toBe("03:00");
    const planned = (await opened(id)).nextRunAt;
    // Later on the day of the planned run, so that it cannot have passed whenever this test runs.
    expect(await change(id, { settings: settings({ horario_envio: "23:59" }) })).toMatchObject({
      ok: true,
      value: {
        changes: [{ field: "Configurações › Horário do envio", before: "03:00", after: "23:59" }],
      },
    });
    expect(await next()).toBe("23:59");
    await change(id, { settings: settings({ horario_envio: "" }) });
    expect([await next(), (await opened(id)).nextRunAt]).toEqual(["03:00", planned]);
  });

  it("brings the next run to a shorter interval that is a setting", async () => {
    const id = await registered({ connectorId: "proffer", settings: settings(SFTP) });
    const minutesLeft = async () => {
      const [row] = await database.db
        .select()
        .from(schedules)
        .where(and(eq(schedules.integrationId, id), eq(schedules.operation, "suggestions")));
      return Math.round((row!.nextRunAt.getTime() - Date.now()) / 60_000);
    };
    expect(await minutesLeft()).toBeGreaterThan(50);
    expect(await change(id, { settings: settings({ intervalo_retornos_min: "5" }) })).toMatchObject(
      {
        ok: true,
        value: {
          changes: [
            {
              field: "Configurações › Intervalo dos preços sugeridos (minutos)",
              before: "60",
              after: "5",
            },
          ],
        },
      },
    );
    expect(await minutesLeft()).toBeLessThanOrEqual(5);
  });

  it("lets exactly one of two saves from the same version through, and shows the other what differs", async () => {
    const id = await registered();
    const outcomes = await Promise.all([
      change(id, { description: "Primeira" }),
      change(id, { description: "Segunda" }),
    ]);
    const late = outcomes.find((outcome) => !outcome.ok);
    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1);
    expect(late).toMatchObject({
      problem: {
        kind: "conflict",
        message: expect.stringMatching(/^Ana salvou esta integração em \d\d\/\d\d\/\d{4}/),
        offer: { version: 2, changes: [{ field: "Descrição" }] },
      },
    });
  });

  it("moves the type only while there is no task", async () => {
    const id = await registered({ active: false });
    expect(
      await change(id, { connectorId: "audit", settings: settings({ sftp_usuario: "x" }) }),
    ).toMatchObject({ ok: true });
    expect((await opened(id)).settings.some(({ key }) => key.startsWith("ftp_"))).toBe(false);
    await database.db.insert(tasks).values({
      organizationId: home,
      integrationId: id,
      operation: "files",
      period: { first: "2026-01-01", last: "2026-01-02" },
      origin: "person",
      requestedName: "Ana",
    });
    expect(await change(id, { connectorId: "smarket" })).toMatchObject({
      ok: false,
      problem: { fields: { connectorId: expect.stringMatching(/depois da primeira tarefa/) } },
    });
  });

  it("clears the hub's pause when it is activated, and refuses while something is missing", async () => {
    const id = await registered();
    await database.db
      .update(integrations)
      .set({ active: false, pausedReason: "O parceiro recusou as credenciais." })
      .where(eq(integrations.id, id));
    expect((await opened(id)).state).toBe("paused");
    expect(await setIntegrationActive(agent, { id, active: true })).toMatchObject({ ok: true });
    expect(await opened(id)).toMatchObject({ state: "active", pausedReason: null });
    const bare = await registered({ active: false, settings: [] });
    expect(await setIntegrationActive(agent, { id: bare, active: true })).toMatchObject({
      ok: false,
      problem: {
        message: expect.stringMatching(/Não foi possível ativar.*Preencha/),
        fields: { "settings.ftp_senha.0": expect.any(String) },
      },
    });
  });
});

describe("versions and secrets", () => {
  it("restores an older version, its secret included, as a new one", async () => {
    const id = await registered();
    const sealed = async () =>
      (
        await database.db
          .select()
          .from(integrationSettings)
          .where(eq(integrationSettings.integrationId, id))
      ).find(({ key }) => key === "ftp_senha")?.ciphertext;
    const first = await sealed();
    await change(id, {
      description: "Outra",
      settings: settings({ ftp_senha: "senha-nova-77", ftp_diretorio: "/entrada" }),
    });
    expect(await sealed()).not.toBe(first);
    expect(await compareVersions(agent, { id, older: 1, newer: 2 })).toMatchObject({
      ok: true,
      value: {
        changes: [
          { field: "Descrição" },
          { field: "Configurações › Senha", after: "alterada", secret: true },
          { field: "Configurações › Diretório", before: null, after: "/entrada" },
        ],
      },
    });
    expect(await restoreVersion(agent, { id, version: 1, currentVersion: 2 })).toMatchObject({
      ok: true,
      value: { version: 3 },
    });
    expect(await sealed()).toBe(first);
    expect(await compareVersions(agent, { id, older: 1, newer: 3 })).toMatchObject({
      ok: true,
      value: { changes: [] },
    });
    expect(await restoreVersion(agent, { id, version: 1, currentVersion: 2 })).toMatchObject({
      ok: false,
      problem: { kind: "conflict" },
    });
  });

  it("sends a stored secret to no other address: not by a test, a save, another type or an old version", async () => {
    const id = await registered();
    const test = (part: Record<string, string | null>, connectorId = "smarket") =>
      prepareConnectionTest(agent, { id, connectorId, branchIds: [], settings: settings(part) });
    const refused = {
      ok: false,
      problem: { fields: { "settings.ftp_senha.0": expect.stringContaining("novamente") } },
    };
    expect(await test({ ftp_host: "ftp.fora.example" })).toMatchObject(refused);
    expect(await test({ ftp_usuario: "eva" })).toMatchObject(refused);
    // Another type is another partner: what this one was told is not its business.
    expect(
      await test({ ftp_host: FTP.ftp_host, ftp_usuario: FTP.ftp_usuario }, "iqvia"),
    ).toMatchObject({
      ok: false,
      problem: { fields: { "settings.ftp_senha.0": expect.any(String) } },
    });
    const moved = settings({ ftp_host: "ftp.fora.example" });
    expect(await change(id, { settings: moved })).toMatchObject(refused);
    expect(await change(id, { settings: moved, active: false })).toMatchObject(refused);
    expect(
      await change(id, {
        settings: settings({ ftp_host: "ftp.fora.example", ftp_senha: "outra-1" }),
      }),
    ).toMatchObject({ ok: true });
    expect(await restoreVersion(agent, { id, version: 1, currentVersion: 2 })).toMatchObject(
      refused,
    );
    expect(await test({})).toMatchObject({ ok: true });
    const [last] = await database.db
      .select({ summary: auditEvents.summary })
      .from(auditEvents)
      .where(eq(auditEvents.action, "prepare-connection-test"))
      .orderBy(desc(auditEvents.id))
      .limit(1);
    expect(last?.summary).toContain("ftp.fora.example");
  });

  it("never lets a secret or its ciphertext into an answer, nor the secret into any column", async () => {
    const id = await registered();
    await change(id, { settings: settings({ ftp_senha: `${CANARY}-2` }) });
    const test = await prepareConnectionTest(agent, {
      id,
      connectorId: "smarket",
      branchIds: [],
      settings: settings({ ftp_senha: null }),
    });
    const answers = JSON.stringify([
      await readIntegration(client, { id }),
      await listVersions(client, { id }),
      await compareVersions(client, { id, older: 1, newer: 2 }),
      await change(id, { settings: settings({ ftp_senha: `${CANARY}-3` }) }),
      test,
    ]);
    expect(test.ok).toBe(true);
    expect(answers).not.toContain(CANARY);
    expect(answers).not.toContain("t1.");
    const stored =
      await database.sql`select (select json_agg(s) from integration_settings s)::text || (select json_agg(v) from integration_versions v)::text || (select json_agg(a) from audit_events a)::text as all`;
    expect(String(stored[0]?.all)).not.toContain(CANARY);
  });
});

it("an opened integration names the days that changed after they were delivered, today left out", async () => {
  const id = await registered();
  const { db } = database;
  const place = { organizationId: home, integrationId: id };
  const { operations } = CONNECTORS.find((each) => each.id === "smarket")!;
  const today = dayInZone(new Date(), "America/Sao_Paulo");
  const days = [addDays(today, -2), addDays(today, -1), today];
  const operation = Object.keys(operations)[0]!;
  const [task] = await db
    .insert(tasks)
    .values({
      ...place,
      operation,
      period: { first: days[0]!, last: today },
      status: "done",
      origin: "person",
      requestedName: "Ana",
    })
    .returning();
  await db.insert(taskDays).values(
    days.map((day) => ({
      ...place,
      operation,
      taskId: task!.id,
      kind: "sales" as const,
      branchId: branchIds[0]!,
      day,
      generation: 1,
      version: 0,
    })),
  );
  expect((await opened(id)).changedDays).toEqual([]);
  await saveAs(
    db,
    home,
    [days[0]!, today].map((day) => makeDocuments(branchIds[0]!).sale(`late-${day}`, day)),
  );
  expect((await opened(id)).changedDays).toEqual([
    {
      label: operations[operation]!.label,
      days: [{ day: days[0], branches: 1 }],
    },
  ]);
});
