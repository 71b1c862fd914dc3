import { sql } from "drizzle-orm";
import { afterAll, describe, expect, test } from "vitest";
import { sumAccountDays } from "@/db/queries/days/account-days.ts";
import {
  createIntegration,
  type EngineFixture,
  fakeConnector,
} from "@/e2e/support/engine-fixture.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { addDays, dayInZone } from "@/lib/core/period.ts";
import { daily, daysBack } from "@/lib/core/schedule.ts";
import { accountDueDays } from "./account-due-days.ts";
import { closeSender } from "./queue.ts";
import { sendLateDays } from "./send-late-days.ts";

const FIRST = "2026-03-01";
const database = await createTestDatabase();
const { db } = database;
afterAll(async () => {
  await closeSender();
  await database.close();
});

describe("days fall due", () => {
  const NOON = new Date("2026-03-10T12:00:00-03:00");
  const later = (days: number) => new Date(NOON.getTime() + days * 86_400_000);
  const registry = [fakeConnector({ schedule: daily("04:00"), period: daysBack(1) })];
  const readDue = async ({ integrationId }: EngineFixture) =>
    db.execute<{ day: string; due: boolean; off: boolean }>(
      sql`select day::text, due_at is not null as due, off from day_accounts where integration_id = ${integrationId} order by day, branch_id`,
    );
  const set = (fixture: EngineFixture, active: boolean, reason: string | null) =>
    db.execute(
      sql`update integrations set active = ${active}, paused_reason = ${reason} where id = ${fixture.integrationId}`,
    );

  test("from the first hour after the activation on, once each, however many sweeps look", async () => {
    const fixture = await createIntegration(database, registry[0]!, { branches: 2 });
    await accountDueDays(db, registry, NOON);
    expect(await readDue(fixture)).toEqual([]);
    await Promise.all([
      accountDueDays(db, registry, later(3)),
      accountDueDays(db, registry, later(3)),
    ]);
    await accountDueDays(db, registry, later(3));
    expect((await readDue(fixture)).map(({ day, due }) => [day, due])).toEqual(
      ["2026-03-10", "2026-03-11", "2026-03-12"].flatMap((day) => [
        [day, true],
        [day, true],
      ]),
    );
  });

  test("while the Enlace paused or stood still, and not while a person had it off", async () => {
    const fixture = await createIntegration(database, registry[0]!);
    await accountDueDays(db, registry, NOON);
    await set(fixture, false, "credenciais");
    await accountDueDays(db, registry, later(1));
    await set(fixture, false, null);
    await accountDueDays(db, registry, later(2));
    await set(fixture, true, null);
    // It did not run for ten weeks.
    await accountDueDays(db, registry, later(72));
    await accountDueDays(db, registry, later(72));
    const days = await readDue(fixture);
    expect(days.slice(0, 3)).toEqual([
      { day: "2026-03-10", due: true, off: false },
      { day: "2026-03-11", due: false, off: true },
      { day: "2026-03-12", due: true, off: false },
    ]);
    expect(days).toHaveLength(72);
    const [sums] = (
      await sumAccountDays(
        db,
        [{ organizationId: fixture.organizationId, id: fixture.integrationId }],
        FIRST,
      )
    ).values();
    expect(sums).toMatchObject({ sentUntil: null, missingDays: 71, changedDays: 0 });
  });
});

test("a day that one branch lacks is not sent, whatever the others have", async () => {
  const fixture = await createIntegration(database, fakeConnector({}), { branches: 2 });
  const { organizationId, integrationId } = fixture;
  await db.execute(sql`
    insert into day_accounts (organization_id, integration_id, operation, day, branch_id, due_at, outcome)
    select organization_id, integration_id, 'sales', d::date, branch_id, now(),
           case when d = '2026-03-02' and branch_id <> ${fixture.branchId} then null else 'accepted' end
      from integration_branches, unnest(array['2026-03-01', '2026-03-02']) d where integration_id = ${integrationId}`);
  const [sums] = (
    await sumAccountDays(db, [{ organizationId, id: integrationId }], FIRST)
  ).values();
  expect(sums).toMatchObject({
    sentUntil: "2026-03-01",
    missingDays: 1,
    missing: ["2026-03-02"],
  });
});

describe("a day that changed after it was delivered", () => {
  const NOW = new Date();
  const minutes = (count: number) => new Date(NOW.getTime() + count * 60_000);
  const back = (days: number) => addDays(dayInZone(NOW, "America/Sao_Paulo"), -days);
  const rule = { schedule: daily("04:00"), period: daysBack(1) };
  const replacing = [fakeConnector(rule)];
  const adding = [
    fakeConnector({ ...rule, secondSending: { effect: "adds_difference", certainty: "assumed" } }),
  ];
  const listPeriods = async ({ integrationId }: EngineFixture) =>
    (
      await db.execute<{ period: string }>(
        sql`select lower(period)::text || ' ' || requested_name as period from tasks where integration_id = ${integrationId} order by id`,
      )
    ).map(({ period }) => period);
  /** Delivered with one document, and by `changedAt` there are two. */
  async function change(fixture: EngineFixture, day: string, changedAt: Date) {
    const { organizationId, integrationId, branchId } = fixture;
    await db.execute(
      sql`insert into day_accounts (organization_id, integration_id, operation, day, branch_id, due_at, outcome, versions) values (${organizationId}, ${integrationId}, 'sales', ${day}, ${branchId}, now(), 'accepted', '{"sales": 1}')`,
    );
    await db.execute(
      sql`insert into movement_changes (organization_id, branch_id, kind, day, documents, changed_at) values (${organizationId}, ${branchId}, 'sales', ${day}, 2, ${changedAt.toISOString()}::timestamptz)`,
    );
  }
  const setLate = (fixture: EngineFixture, days: number) =>
    db.execute(
      sql`update integrations set late_days = ${days} where id = ${fixture.integrationId}`,
    );

  test("goes out by itself as far back as it is set, once nothing more arrives, and once", async () => {
    const fixture = await createIntegration(database, replacing[0]!);
    await change(fixture, back(1), minutes(-45));
    await change(fixture, back(2), minutes(-5));
    await change(fixture, back(9), minutes(-45));
    await sendLateDays(db, replacing, NOW);
    expect(await listPeriods(fixture)).toEqual([]);
    await setLate(fixture, 5);
    await Promise.all([sendLateDays(db, replacing, NOW), sendLateDays(db, replacing, NOW)]);
    expect(await listPeriods(fixture)).toEqual([`${back(1)} Sistema`]);
    // The first is under way; the second has come to rest.
    await sendLateDays(db, replacing, minutes(40));
    expect(await listPeriods(fixture)).toEqual([`${back(1)} Sistema`, `${back(2)} Sistema`]);
  });

  test("stays for a person where the partner does not replace a day, and while nothing runs", async () => {
    const fixture = await createIntegration(database, adding[0]!);
    await change(fixture, back(1), minutes(-45));
    await setLate(fixture, 5);
    await sendLateDays(db, adding, NOW);
    await db.execute(
      sql`update integrations set active = false, late_looked_at = null where id = ${fixture.integrationId}`,
    );
    await sendLateDays(db, replacing, NOW);
    expect(await listPeriods(fixture)).toEqual([]);
  });
});
