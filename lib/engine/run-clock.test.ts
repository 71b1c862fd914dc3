import { eq, sql } from "drizzle-orm";
import { afterAll, describe, expect, test } from "vitest";
import { openDatabase } from "@/db/client.ts";
import { integrations, integrationSettings, schedules } from "@/db/schema/integrations.ts";
import {
  createIntegration,
  type EngineFixture,
  fakeConnector,
  makeEngine,
  readLog,
} from "@/e2e/support/engine-fixture.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { type Connector, checkConnector, type Operation } from "@/lib/connectors/define.ts";
import { hour, minutes, secret } from "@/lib/connectors/settings.ts";
import { daily, dailyAt, daysBack, everyMinutes, everyMinutesOf } from "@/lib/core/schedule.ts";
import { planMissingSchedules } from "./plan-missing-schedules.ts";
import { closeSender } from "./queue.ts";
import { requestTask } from "./request-task.ts";
import { startDueSchedules } from "./run-clock.ts";
import { syncSchedules } from "./sync-schedules.ts";

const database = await createTestDatabase({ max: 20 });
const { db } = database;
afterAll(async () => {
  await closeSender();
  await database.close();
});

const at = (text: string) => new Date(text);
const connectorOf = (operation: Partial<Operation>): Connector =>
  fakeConnector({ schedule: daily("02:00"), period: daysBack(1), ...operation });

async function plan(fixture: EngineFixture, nextRunAt: Date): Promise<void> {
  await db.insert(schedules).values({
    organizationId: fixture.organizationId,
    integrationId: fixture.integrationId,
    operation: "sales",
    nextRunAt,
  });
}
async function fire(connector: Connector, now: Date): Promise<number> {
  return startDueSchedules(await makeEngine(database, [connector], { now: () => now }));
}
const slots = async (fixture: EngineFixture) =>
  (
    await db.execute(
      sql`select to_char(scheduled_for at time zone 'UTC', 'MM-DD HH24:MI') as slot, lower(period)::text as first, (upper(period) - 1)::text as last from tasks where integration_id = ${fixture.integrationId} order by scheduled_for`,
    )
  ).map(({ slot, first, last }) => `${slot} ${first}${first === last ? "" : `..${last}`}`);
const next = async (fixture: EngineFixture) =>
  (
    await db.select().from(schedules).where(eq(schedules.integrationId, fixture.integrationId))
  )[0]?.nextRunAt.toISOString();
const finishAll = () => db.execute(sql`update tasks set status = 'done' where status = 'pending'`);

test("a due slot becomes one task of yesterday, and the next is tomorrow at two, Brasília time", async () => {
  const connector = connectorOf({});
  const fixture = await createIntegration(database, connector);
  await plan(fixture, at("2026-03-05T05:00:00Z"));
  expect(await fire(connector, at("2026-03-05T04:59:59Z"))).toBe(0);
  expect(await fire(connector, at("2026-03-05T05:00:00Z"))).toBe(1);
  expect(await slots(fixture)).toEqual(["03-05 05:00 2026-03-04"]);
  expect(await next(fixture)).toBe("2026-03-06T05:00:00.000Z");
});

test("two clocks on two pools, a hundred schedules: no slot twice, none left out", async () => {
  const connector = connectorOf({ schedule: everyMinutes(10), period: daysBack(1) });
  const fixtures = await Promise.all(
    Array.from({ length: 5 }, () => createIntegration(database, connector)),
  );
  const operations = Array.from({ length: 20 }, (_, index) => `op${index}`);
  const wide: Connector = {
    ...connector,
    operations: Object.fromEntries(operations.map((name) => [name, connector.operations.sales!])),
  };
  const due = at("2026-03-05T05:00:00Z");
  for (const fixture of fixtures)
    await db.insert(schedules).values(
      operations.map((operation) => ({
        organizationId: fixture.organizationId,
        integrationId: fixture.integrationId,
        operation,
        nextRunAt: due,
      })),
    );
  const other = openDatabase(database.url, { max: 10 });
  const engines = [
    await makeEngine(database, [wide], { now: () => due }),
    await makeEngine(database, [wide], { now: () => due, database: other }),
  ];
  await Promise.all(
    engines.flatMap((engine) => [startDueSchedules(engine), startDueSchedules(engine)]),
  );
  await other.close();
  const rows = await db.execute(
    sql`select integration_id, operation, count(*)::int as count from tasks where scheduled_for = ${due.toISOString()} and operation like 'op%' group by 1, 2`,
  );
  expect(rows).toHaveLength(100);
  expect(rows.every(({ count }) => count === 1)).toBe(true);
});

test("a clock that fires a slot again, after a crash before it moved on, makes no second task", async () => {
  const connector = connectorOf({});
  const fixture = await createIntegration(database, connector);
  const due = at("2026-03-05T05:00:00Z");
  await plan(fixture, due);
  await fire(connector, due);
  await finishAll();
  await db
    .update(schedules)
    .set({ nextRunAt: due })
    .where(eq(schedules.integrationId, fixture.integrationId));
  await fire(connector, due);
  expect(await slots(fixture)).toEqual(["03-05 05:00 2026-03-04"]);
});

describe("after three days of downtime", () => {
  const due = at("2026-03-02T05:00:00Z");
  const now = at("2026-03-05T10:00:00Z");
  test.each([
    ["last", ["03-05 05:00 2026-03-04"]],
    [
      "all",
      [
        "03-02 05:00 2026-03-01",
        "03-03 05:00 2026-03-02",
        "03-04 05:00 2026-03-03",
        "03-05 05:00 2026-03-04",
      ],
    ],
    ["skip", []],
  ] as const)("%s", async (missed, expected) => {
    const connector = connectorOf({ missed });
    const fixture = await createIntegration(database, connector);
    await plan(fixture, due);
    await fire(connector, now);
    expect(await slots(fixture)).toEqual(expected);
    expect(await next(fixture)).toBe("2026-03-06T05:00:00.000Z");
  });
});

test("a slot whose days are still pending is left out, and the log says which task is in the way", async () => {
  const connector = connectorOf({ schedule: everyMinutes(30), label: "Vendas" });
  const fixture = await createIntegration(database, connector);
  const pending = await requestTask(db, {
    ...fixture,
    operation: "sales",
    period: { first: "2026-03-01", last: "2026-03-31" },
    origin: "person",
    requestedName: "Ana",
  });
  await plan(fixture, at("2026-03-05T13:00:00Z"));
  await fire(connector, at("2026-03-05T13:00:00Z"));
  expect(await readLog(database, fixture.integrationId)).toEqual([
    `Vendas: horário 05/03/2026 10:00:00 ignorado: a tarefa ${(pending as { taskId: number }).taskId} ainda está pendente.`,
  ]);
  expect(await next(fixture)).toBe("2026-03-05T13:30:00.000Z");
});

describe("time zones", () => {
  test("a zone with daylight saving keeps the wall clock across the change", async () => {
    const connector = connectorOf({ schedule: daily("02:30"), missed: "all" });
    const fixture = await createIntegration(database, connector, { timeZone: "America/New_York" });
    await plan(fixture, at("2026-03-07T07:30:00Z"));
    await fire(connector, at("2026-03-09T12:00:00Z"));
    // On 8 March 02:30 does not exist: the run moves to 03:30 daylight time; the day after it is 02:30 again.
    expect(await slots(fixture)).toEqual([
      "03-07 07:30 2026-03-06",
      "03-08 07:30 2026-03-07",
      "03-09 06:30 2026-03-08",
    ]);
  });

  test("the day is the organization's, not the server's", async () => {
    const connector = connectorOf({ schedule: daily("23:30"), period: daysBack(0) });
    const fixture = await createIntegration(database, connector, { timeZone: "America/Noronha" });
    await plan(fixture, at("2026-03-06T01:30:00Z"));
    await fire(connector, at("2026-03-06T01:30:00Z"));
    expect(await slots(fixture)).toEqual(["03-06 01:30 2026-03-05"]);
  });
});

test.each([
  [
    "an inactive integration",
    "a integração está inativa",
    (of: EngineFixture) =>
      db.update(integrations).set({ active: false }).where(eq(integrations.id, of.integrationId)),
  ],
  [
    "an inactive organization",
    "o cliente está inativo",
    (of: EngineFixture) =>
      db.execute(sql`update organizations set active = false where id = ${of.organizationId}`),
  ],
  [
    "no branches",
    "nenhuma filial ativa",
    (of: EngineFixture) =>
      db.execute(sql`delete from integration_branches where integration_id = ${of.integrationId}`),
  ],
])("%s: no run, said once, and slots go on passing", async (_name, sentence, spoil) => {
  const connector = connectorOf({ schedule: everyMinutes(30) });
  const fixture = await createIntegration(database, connector);
  await plan(fixture, at("2026-03-05T13:00:00Z"));
  await spoil(fixture);
  await fire(connector, at("2026-03-05T13:00:00Z"));
  await fire(connector, at("2026-03-05T13:30:00Z"));
  expect(await slots(fixture)).toEqual([]);
  expect(await readLog(database, fixture.integrationId)).toEqual([
    expect.stringContaining(sentence),
  ]);
  expect(await next(fixture)).toBe("2026-03-05T14:00:00.000Z");
});

test("a retired connector does not run", async () => {
  const connector = connectorOf({});
  const fixture = await createIntegration(database, connector);
  await plan(fixture, at("2026-03-05T05:00:00Z"));
  const engine = await makeEngine(database, [], { now: () => at("2026-03-05T05:00:00Z") });
  await startDueSchedules(engine);
  await startDueSchedules(engine);
  expect(await slots(fixture)).toEqual([]);
  expect(await readLog(database, fixture.integrationId)).toHaveLength(1);
});

test("one schedule that cannot be handled holds up no other", async () => {
  const good = connectorOf({});
  const bad: Connector = {
    ...good,
    operations: {
      sales: {
        ...good.operations.sales!,
        get period(): never {
          throw new Error("defect");
        },
      },
    },
  };
  const broken = await createIntegration(database, {
    ...bad,
    id: "fake-broken",
    operations: good.operations,
  });
  const fine = await createIntegration(database, good);
  const due = at("2026-03-05T05:00:00Z");
  await plan(broken, at("2026-03-05T04:00:00Z"));
  await plan(fine, due);
  await startDueSchedules(
    await makeEngine(database, [good, { ...bad, id: "fake-broken" }], { now: () => due }),
  );
  expect(await slots(fine)).toHaveLength(1);
  expect(await slots(broken)).toHaveLength(0);
});

describe("a moment that code cannot compare", () => {
  const connector = connectorOf({});
  const due = at("2026-03-05T05:00:00Z");

  test("is kept to the millisecond by the database, and endless ones are refused", async () => {
    const fixture = await createIntegration(database, connector);
    await plan(fixture, due);
    await db.execute(
      sql`update schedules set next_run_at = '2026-03-05 05:00:00.123456Z' where integration_id = ${fixture.integrationId}`,
    );
    expect(await next(fixture)).toBe("2026-03-05T05:00:00.123Z");
    for (const endless of ["infinity", "-infinity"])
      await expect(
        db.execute(
          sql`update schedules set next_run_at = ${endless} where integration_id = ${fixture.integrationId}`,
        ),
      ).rejects.toMatchObject({ cause: { code: "23514" } });
  });

  test.each(["2026-03-05 04:00:00.123456Z", "2026-03-05 03:59:59.999999Z", "4713-01-01 BC"])(
    "%s stands still alone, and the clock of the others goes on",
    async (moment) => {
      // As it was before the database rounded, or in a dump of that time.
      const old = await createTestDatabase();
      await old.db.execute(sql`alter table schedules alter column next_run_at type timestamptz`);
      const strange = await createIntegration(old, connector);
      const fine = await createIntegration(old, connector);
      for (const { organizationId, integrationId } of [strange, fine])
        await old.db
          .insert(schedules)
          .values({ organizationId, integrationId, operation: "sales", nextRunAt: due });
      await old.db.execute(
        sql`update schedules set next_run_at = ${moment}::timestamptz where integration_id = ${strange.integrationId}`,
      );
      const engine = await makeEngine(old, [connector], { now: () => due });
      await startDueSchedules(engine);
      const ran = await old.db.execute(
        sql`select 1 from tasks where integration_id = ${fine.integrationId}`,
      );
      expect(ran).toHaveLength(1);
      const still = await old.db.execute(
        sql`select 1 from schedules where next_run_at <= ${due.toISOString()}::timestamptz`,
      );
      expect(still).toHaveLength(0);
      await closeSender();
      await old.close();
    },
  );
});

describe("saving a registration", () => {
  const connector = connectorOf({ schedule: { kind: "interval" } });
  const now = at("2026-03-05T13:00:00Z");
  const saved = (of: EngineFixture, more: object = {}) => ({
    organizationId: of.organizationId,
    integrationId: of.integrationId,
    active: true,
    intervalMinutes: 60,
    timeZone: "America/Sao_Paulo",
    ...more,
  });

  test("plans, keeps what is planned, follows a new rhythm, and ends with the activity", async () => {
    const fixture = await createIntegration(database, connector);
    await syncSchedules(db, connector, saved(fixture), now);
    expect(await next(fixture)).toBe("2026-03-05T14:00:00.000Z");
    await syncSchedules(db, connector, saved(fixture), at("2026-03-05T13:50:00Z"));
    expect(await next(fixture)).toBe("2026-03-05T14:00:00.000Z");
    await syncSchedules(
      db,
      connector,
      saved(fixture, { intervalMinutes: 5 }),
      at("2026-03-05T13:50:00Z"),
    );
    expect(await next(fixture)).toBe("2026-03-05T13:55:00.000Z");
    await syncSchedules(
      db,
      connector,
      saved(fixture, { intervalMinutes: 600, rhythmChanged: true }),
      at("2026-03-05T13:50:00Z"),
    );
    expect(await next(fixture)).toBe("2026-03-05T23:50:00.000Z");
    await syncSchedules(db, connector, saved(fixture, { active: false }), now);
    expect(await next(fixture)).toBeUndefined();
  });

  test("a start plans operations that are new in the connector", async () => {
    const fixture = await createIntegration(database, connector);
    await planMissingSchedules(db, [connector], now);
    expect(await next(fixture)).toBe("2026-03-05T14:00:00.000Z");
    await planMissingSchedules(db, [connector], at("2026-03-05T13:50:00Z"));
    expect(await next(fixture)).toBe("2026-03-05T14:00:00.000Z");
  });
});

async function writeValue(
  { organizationId, integrationId }: EngineFixture,
  key: string,
  text: string,
): Promise<void> {
  await db
    .insert(integrationSettings)
    .values({ organizationId, integrationId, key, branchId: 0, value: text, updatedBy: "Ana" })
    .onConflictDoUpdate({
      target: [
        integrationSettings.organizationId,
        integrationSettings.integrationId,
        integrationSettings.key,
        integrationSettings.branchId,
      ],
      set: { value: text },
    });
}

describe("an interval that is a setting", () => {
  const own = minutes("intervalo_min", "Intervalo (minutos)", 60);
  const connector = fakeConnector(
    { schedule: everyMinutesOf(own), period: daysBack(0) },
    { settings: [own] },
  );
  const save = (of: EngineFixture, now: string, more: object = {}) =>
    syncSchedules(
      db,
      connector,
      {
        organizationId: of.organizationId,
        integrationId: of.integrationId,
        active: true,
        intervalMinutes: 15,
        timeZone: "America/Sao_Paulo",
        ...more,
      },
      at(now),
    );

  test("plans and goes on at the integration's own; another's is as declared", async () => {
    const fixture = await createIntegration(database, connector);
    await writeValue(fixture, own.key, "10");
    await save(fixture, "2026-03-05T13:00:00Z");
    expect(await next(fixture)).toBe("2026-03-05T13:10:00.000Z");
    await fire(connector, at("2026-03-05T13:10:00Z"));
    await finishAll();
    expect(await next(fixture)).toBe("2026-03-05T13:20:00.000Z");
    // After an hour without a process one run makes up for all, and the rhythm stays.
    await fire(connector, at("2026-03-05T14:23:00Z"));
    await finishAll();
    expect(await slots(fixture)).toEqual(["03-05 13:10 2026-03-05", "03-05 14:20 2026-03-05"]);
    expect(await next(fixture)).toBe("2026-03-05T14:30:00.000Z");
    const other = await createIntegration(database, connector);
    await save(other, "2026-03-05T13:00:00Z");
    expect(await next(other)).toBe("2026-03-05T14:00:00.000Z");
  });

  test("a shorter one takes effect with the save, a longer one after the run that is planned, the default when it is cleared", async () => {
    const fixture = await createIntegration(database, connector);
    await save(fixture, "2026-03-05T13:00:00Z");
    await writeValue(fixture, own.key, "5");
    await save(fixture, "2026-03-05T13:20:00Z");
    expect(await next(fixture)).toBe("2026-03-05T13:25:00.000Z");
    await writeValue(fixture, own.key, "1440");
    await save(fixture, "2026-03-05T13:21:00Z");
    expect(await next(fixture)).toBe("2026-03-05T13:25:00.000Z");
    await fire(connector, at("2026-03-05T13:25:00Z"));
    await finishAll();
    expect(await next(fixture)).toBe("2026-03-06T13:25:00.000Z");
    // Saving the integration's own interval, or anything else, puts it off no further.
    await save(fixture, "2026-03-05T20:00:00Z", { rhythmChanged: true });
    expect(await next(fixture)).toBe("2026-03-06T13:25:00.000Z");
    await writeValue(fixture, own.key, "");
    await save(fixture, "2026-03-05T20:00:00Z");
    expect(await next(fixture)).toBe("2026-03-05T21:00:00.000Z");
  });

  test("a declaration whose interval is no plain setting within its bounds is refused", () => {
    for (const settings of [
      [],
      [secret(own.key, "Intervalo")],
      [{ ...own, perBranch: true }],
      [{ ...own, defaultValue: "30" }],
    ])
      expect(() => checkConnector({ ...connector, settings })).toThrow(/plain setting/);
    expect(() => checkConnector({ ...connector, settings: [{ ...own, min: 90 }] })).toThrow(
      /outside/,
    );
    expect(() => fakeConnector({ schedule: everyMinutes(0) })).toThrow(/no interval/);
  });
});

describe("an hour that is a setting", () => {
  const own = hour("horario_envio", "Horário do envio", "02:00");
  const connector = fakeConnector(
    { schedule: dailyAt(own), period: daysBack(1), missed: "all" },
    { settings: [own] },
  );
  const value = (of: EngineFixture, text: string) => writeValue(of, own.key, text);
  const save = (of: EngineFixture, now: string, timeZone = "America/Sao_Paulo") =>
    syncSchedules(
      db,
      connector,
      {
        organizationId: of.organizationId,
        integrationId: of.integrationId,
        active: true,
        intervalMinutes: 60,
        timeZone,
      },
      at(now),
    );

  test("plans and goes on at the integration's own, in its organization's time zone; another's is as declared", async () => {
    const fixture = await createIntegration(database, connector, { timeZone: "America/Noronha" });
    await value(fixture, "15:30");
    await save(fixture, "2026-03-05T13:00:00Z", "America/Noronha");
    expect(await next(fixture)).toBe("2026-03-05T17:30:00.000Z");
    await fire(connector, at("2026-03-05T17:30:00Z"));
    expect(await next(fixture)).toBe("2026-03-06T17:30:00.000Z");
    expect(await slots(fixture)).toEqual(["03-05 17:30 2026-03-04"]);
    const other = await createIntegration(database, connector);
    await save(other, "2026-03-05T13:00:00Z");
    expect(await next(other)).toBe("2026-03-06T05:00:00.000Z");
  });

  test("a save moves the run at once, and no day has two runs or none", async () => {
    const fixture = await createIntegration(database, connector);
    await save(fixture, "2026-03-05T04:00:00Z");
    await fire(connector, at("2026-03-05T05:00:00Z"));
    await finishAll();
    // 02:00 has run today: 15:00 begins tomorrow.
    await value(fixture, "15:00");
    await save(fixture, "2026-03-05T13:00:00Z");
    expect(await next(fixture)).toBe("2026-03-06T18:00:00.000Z");
    // At 16:00 the day's run is over too; the next one comes early.
    await fire(connector, at("2026-03-06T18:00:00Z"));
    await finishAll();
    await value(fixture, "01:00");
    await save(fixture, "2026-03-06T19:00:00Z");
    expect(await next(fixture)).toBe("2026-03-07T04:00:00.000Z");
    // Saved at 00:30 for 00:15: that hour of today has passed, so today keeps the old one.
    await value(fixture, "00:15");
    await save(fixture, "2026-03-07T03:30:00Z");
    expect(await next(fixture)).toBe("2026-03-07T04:00:00.000Z");
    await fire(connector, at("2026-03-07T04:00:00Z"));
    expect(await next(fixture)).toBe("2026-03-08T03:15:00.000Z");
    expect(await slots(fixture)).toEqual([
      "03-05 05:00 2026-03-04",
      "03-06 18:00 2026-03-05",
      "03-07 04:00 2026-03-06",
    ]);
  });

  test("a run that is overdue when its hour is moved makes up each missed day once", async () => {
    const fixture = await createIntegration(database, connector);
    await plan(fixture, at("2026-03-03T05:00:00Z"));
    await value(fixture, "15:00");
    await save(fixture, "2026-03-05T13:00:00Z");
    await fire(connector, at("2026-03-05T13:00:00Z"));
    expect(await slots(fixture)).toEqual(["03-03 18:00 2026-03-02", "03-04 18:00 2026-03-03"]);
    expect(await next(fixture)).toBe("2026-03-05T18:00:00.000Z");
  });

  test("a declaration whose hour is no plain setting of the integration is refused", () => {
    for (const settings of [
      [],
      [secret(own.key, "Horário")],
      [{ ...own, perBranch: true }],
      [{ ...own, defaultValue: "03:00" }],
    ])
      expect(() => checkConnector({ ...connector, settings })).toThrow(/plain setting/);
    expect(() => fakeConnector({ schedule: daily("25:00") })).toThrow(/no hour/);
  });
});
