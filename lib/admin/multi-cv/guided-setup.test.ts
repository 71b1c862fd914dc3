import { and, asc, eq, isNotNull } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { OpenDatabase } from "@/db/client.ts";
import { useDatabase } from "@/db/current-database.ts";
import { environments } from "@/db/schema/environments.ts";
import { profiles } from "@/db/schema/people.ts";
import { tasks } from "@/db/schema/tasks.ts";
import { catalogueOf } from "@/e2e/sandbox/cv/catalogue.ts";
import { startSandbox, type Sandbox } from "@/e2e/sandbox/start-sandbox.ts";
import { makeEngine } from "@/e2e/support/engine-fixture.ts";
import { FLOW_KEYS } from "@/e2e/support/flow-runs.ts";
import { makeOrganization, makePerson } from "@/e2e/support/people-fixture.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import type { Actor } from "@/lib/core/permissions.ts";
import { findEngineIntegration } from "@/db/queries/integrations/integrations-for-engine.ts";
import { makeFlowContext } from "@/lib/engine/flows/make-flow-context.ts";
import { runFlow } from "@/lib/engine/flows/run-flow.ts";
import { runTask } from "@/lib/engine/run-task.ts";
import { syncCatalogue } from "@/lib/engine/sync-catalogue.ts";
import { multiCv } from "@/lib/multi-cv/connector.ts";
import { multiCvModule } from "@/lib/multi-cv/flow-module.ts";
import { CONNECTORS } from "@/lib/registry.ts";
import type { Outcome, UseCase } from "../define-use-case.ts";
import { registerIntegration } from "../integrations/register-integration.ts";
import { setIntegrationActive } from "../integrations/set-integration-active.ts";
import { addMapping, confirmCertainMappings } from "./confirm-mappings.ts";
import { createProposedDevelopments } from "./create-proposed-developments.ts";
import { listReservations } from "./list-reservations.ts";
import type { Prepared } from "./open-lines-for-person.ts";
import { prepareEnvironmentCheck } from "./prepare-environment-check.ts";
import { prepareRehearsal } from "./prepare-rehearsal.ts";
import { readAttention } from "./read-attention.ts";
import { readSetup } from "./read-setup.ts";
import { requestSetup } from "./request-setup.ts";
import { createEnvironment } from "./save-environment.ts";

process.env.AUTH_SECRET ??= "a secret of the tests and of nothing else";
process.env.ENLACE_KEYS = FLOW_KEYS.map(
  ({ id, key }) => `${id}:${Buffer.from(key).toString("base64")}`,
).join(",");
process.env.ALLOWED_PRIVATE_HOSTS = "127.0.0.1";

let database: OpenDatabase;
let sandbox: Sandbox;
let administrator: Actor;
let organizationId: number;

beforeAll(async () => {
  [database, sandbox] = await Promise.all([
    createTestDatabase(),
    startSandbox({ only: ["sienge", "cv"] }),
  ]);
  process.env.DATABASE_URL ??= database.url;
  useDatabase(database);
  await syncCatalogue(database.db, CONNECTORS);
  for (const tenant of Object.values(sandbox.partners.cv.tenants)) tenant.quirks.ratePerMinute = 0;
  sandbox.partners.sienge.quirks.ratePerMinute = 0;
  organizationId = await makeOrganization(database);
  const [profile] = await database.db
    .select({ id: profiles.id })
    .from(profiles)
    .where(eq(profiles.name, "Administrador do cliente"));
  administrator = await makePerson(database, { organizationId, profileId: profile?.id ?? 0 });
});
afterAll(async () => {
  await sandbox.stop();
  await database.close();
});

function valueOf<Value>(outcome: Outcome<Value>): Value {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem));
  return outcome.value;
}
async function call<Input, Value>(useCase: UseCase<Input, Prepared<Value>>, input: Input) {
  const prepared = valueOf(await useCase(administrator, input));
  return valueOf(await prepared.run(new AbortController().signal));
}
const signal = () => new AbortController().signal;

test("from an empty client to the first carried reservation, by its administrator alone", async () => {
  const { db } = database;
  let clock = Date.now();
  const engine = await makeEngine(database, [multiCv], {
    flowModules: [multiCvModule],
    keys: FLOW_KEYS,
    now: () => new Date(clock),
  });
  const { id: integrationId } = valueOf(
    await registerIntegration(administrator, {
      organizationId: null,
      connectorId: "multi-cv",
      description: "Multi CV",
      active: false,
      intervalMinutes: 5,
      branchIds: [],
      settings: [],
      registrationKey: "inicio-multi-cv",
    }),
  );
  const of = { integrationId };
  const setup = async () => valueOf(await readSetup(administrator, of));
  expect(await setup()).toMatchObject({ active: false, systems: [], carried: 0 });

  // Three systems, each with a test of its credential.
  const { cv, sienge } = sandbox;
  const common = { ...of, validUntil: null };
  await Promise.all(
    [
      {
        code: "hub",
        kind: "cv" as const,
        name: "Hub",
        baseUrl: cv.hub.url,
        userName: cv.hub.email,
        secret: cv.hub.token,
      },
      {
        code: "a",
        kind: "cv" as const,
        name: "Terminal A",
        baseUrl: cv.a.url,
        userName: cv.a.email,
        secret: cv.a.token,
      },
      {
        code: "sienge",
        kind: "sienge" as const,
        name: "Sienge",
        baseUrl: sienge.url,
        tenant: sienge.tenant,
        userName: sienge.user,
        secret: sienge.password,
      },
    ].map(async (fields) => {
      const { id } = valueOf(await createEnvironment(administrator, { ...common, ...fields }));
      // The stand-ins have no limit, and waiting for one would show nothing.
      await db
        .update(environments)
        .set({ settings: { callsPerMinute: 1_000_000 } })
        .where(eq(environments.id, id));
      expect(await call(prepareEnvironmentCheck, { id })).toMatchObject({ ok: true });
    }),
  );
  expect((await setup()).systems.map(({ access }) => access)).toEqual(["ok", "ok", "ok"]);

  // Everything loaded in one go; whoever asks meanwhile is shown the same run.
  const load = async () => {
    const { taskId } = valueOf(await requestSetup(administrator, of));
    expect(valueOf(await requestSetup(administrator, of)).taskId).toBe(taskId);
    expect((await setup()).load).toMatchObject({ running: taskId });
    clock = Math.max(clock + 60_000, Date.now() + 60_000);
    await runTask(engine, { organizationId, taskId, generation: 1 }, signal());
  };
  await load();
  const loaded = await setup();
  expect(loaded.load).toMatchObject({ running: null, faults: [], done: loaded.load.total });
  expect(loaded.developments.proposals.length).toBeGreaterThan(0);
  expect(loaded.mappings.certain).toBeGreaterThan(4);

  valueOf(
    await createProposedDevelopments(administrator, {
      ...of,
      hubDevelopmentIds: loaded.developments.proposals.map((one) => one.hubDevelopmentId),
    }),
  );
  valueOf(await confirmCertainMappings(administrator, of));
  await load();
  const ready = await setup();
  expect(ready.developments).toMatchObject({ unchecked: 0, wrong: 0, proposals: [] });
  expect(ready.mappings.roles).toEqual([]);

  // A rehearsal, which is remembered, and the activation.
  const hubId = sandbox.partners.cv.sell({ documents: 0, contract: false });
  const rehearse = async () =>
    (await call(prepareRehearsal, { ...of, hubReservationId: String(hubId) })).steps.find(
      ({ state }) => state === "stopped",
    );
  // No list tells the types of sale of a tenant without v3: the rehearsal names the one that is missing.
  expect(await rehearse()).toMatchObject({
    note: expect.stringContaining("tipo de venda “Financiamento”"),
  });
  expect((await setup()).rehearsal).toMatchObject({ ok: false });
  valueOf(
    await addMapping(administrator, {
      ...of,
      environmentId: ready.systems.find(({ environment }) => environment.code === "a")!.environment
        .id,
      kind: "sale_type",
      sourceName: "Financiamento",
      targetId: String(catalogueOf("a").saleTypes.find(({ name }) => name === "Financiamento")?.id),
    }),
  );
  expect(await rehearse()).toBeUndefined();
  expect((await setup()).rehearsal).toMatchObject({ ok: true });
  valueOf(await setIntegrationActive(administrator, { id: integrationId, active: true }));

  // The Hub tells of it, and the reservation is carried.
  const integration = await findEngineIntegration(db, organizationId, integrationId);
  const { ctx } = await makeFlowContext({
    engine,
    integration: integration!,
    connector: multiCv,
    signal: signal(),
    openLog: () => ({ write: () => undefined, close: async () => undefined }) as never,
  });
  const event = {
    id: 1,
    source: "hub",
    name: "",
    contentType: "application/json",
    raw: Buffer.from(JSON.stringify({ idreserva: hubId })),
    receivedAt: new Date(clock),
  };
  await multiCvModule.events.handle(ctx, {
    key: multiCvModule.events.keyOf(event) ?? "",
    source: "hub",
    events: [event],
    announcedAt: event.receivedAt,
  });
  for (let round = 0; round < 20; round++) {
    const pending = await db
      .select()
      .from(tasks)
      .where(
        and(
          eq(tasks.integrationId, integrationId),
          eq(tasks.status, "pending"),
          isNotNull(tasks.subjectId),
        ),
      )
      .orderBy(asc(tasks.id));
    if (pending.length === 0) break;
    clock += 60_000;
    for (const { id, generation } of pending)
      await runFlow(engine, { organizationId, taskId: id, generation }, signal());
  }
  const query = { page: 1, pageSize: 10, search: "", sort: null, filters: {} };
  const { rows } = valueOf(await listReservations(administrator, { ...of, query }));
  expect(rows).toMatchObject([
    { hubId: String(hubId), state: "finished", outcome: null, terminalId: expect.any(String) },
  ]);
  expect((await setup()).carried).toBe(1);
  expect(valueOf(await readAttention(administrator, of))).toMatchObject({
    active: true,
    stuck: { total: 0 },
    decisions: { total: 0 },
    carriedToday: 1,
  });
});
