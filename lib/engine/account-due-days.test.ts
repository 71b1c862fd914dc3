import { sql } from "drizzle-orm";
import { afterAll, describe, expect, test } from "vitest";
import { sumAccountDays } from "@/db/queries/days/account-days.ts";
import {
  createIntegration,
  type EngineFixture,
  fakeConnector,
} from "@/e2e/support/engine-fixture.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { daily, daysBack } from "@/lib/core/schedule.ts";
import { accountDueDays } from "./account-due-days.ts";

const FIRST = "2026-03-01";
const database = await createTestDatabase();
const { db } = database;
afterAll(() => database.close());

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
