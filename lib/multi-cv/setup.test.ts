import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { OpenDatabase } from "@/db/client.ts";
import { developments, environments, mappings, setupChecks } from "@/db/schema/environments.ts";
import { subjects } from "@/db/schema/flows.ts";
import { integrations } from "@/db/schema/integrations.ts";
import { tasks } from "@/db/schema/tasks.ts";
import { startSandbox, type Sandbox } from "@/e2e/sandbox/start-sandbox.ts";
import { type Group, openGroup } from "@/e2e/support/multi-cv-runs.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { requestTask } from "@/lib/engine/request-task.ts";
import { runTask } from "@/lib/engine/run-task.ts";
import { multiCvModule } from "./flow-module.ts";
import { rehearseTransfer } from "./rehearse-transfer.ts";
import { listSetupPieces } from "./rules/list-setup-pieces.ts";

let database: OpenDatabase;
let sandbox: Sandbox;
let group: Group;

beforeAll(async () => {
  [database, sandbox] = await Promise.all([
    createTestDatabase(),
    startSandbox({ only: ["sienge", "cv"] }),
  ]);
});
afterAll(async () => {
  await sandbox.stop();
  await database.close();
});
beforeEach(async () => {
  await sandbox.reset();
  group = await openGroup(database, sandbox);
});

const cv = () => sandbox.partners.cv;
const mine = () => eq(setupChecks.integrationId, group.of.integrationId);
const checks = () => database.db.select().from(setupChecks).where(mine());
const today = { first: "2026-03-05", last: "2026-03-05" };

/** "Carregar e conferir tudo", as the engine runs it. */
async function loadAll(): Promise<number> {
  const requested = await requestTask(database.db, {
    ...group.of,
    operation: "setup",
    period: today,
    origin: "person",
    requestedName: "Ana",
  });
  if (!("taskId" in requested)) throw new Error("a task is in the way");
  await runTask(
    group.engine,
    { ...group.of, taskId: requested.taskId, generation: 1 },
    new AbortController().signal,
  );
  return requested.taskId;
}
const statusOf = async (taskId: number) =>
  (await database.db.select().from(tasks).where(eq(tasks.id, taskId)))[0];

describe("loading and checking everything", () => {
  test("an inactive integration gets its lists, proposals and checks in one go", async () => {
    const { db } = database;
    await db.update(integrations).set({ active: false });
    await db.delete(mappings).where(eq(mappings.integrationId, group.of.integrationId));
    const taskId = await loadAll();
    expect(await statusOf(taskId)).toMatchObject({ status: "done" });
    const rows = await db.select().from(environments);
    const own = rows.filter(({ integrationId }) => integrationId === group.of.integrationId);
    const found = await checks();
    expect(found).toHaveLength(listSetupPieces(own).length);
    expect(found.filter(({ ok }) => !ok).map(({ what, note }) => [what, note])).toEqual([]);
    const proposed = await db
      .select()
      .from(mappings)
      .where(eq(mappings.integrationId, group.of.integrationId));
    expect(proposed.length).toBeGreaterThan(20);
    expect(proposed.every(({ confirmedAt }) => confirmedAt === null)).toBe(true);
    const checked = await db
      .select()
      .from(developments)
      .where(eq(developments.integrationId, group.of.integrationId));
    expect(checked.map(({ checkResult }) => checkResult?.ok)).toEqual(checked.map(() => true));
  });

  test("a dead credential is said of its own system, asked once, and the others are loaded", async () => {
    const { db } = database;
    const stranger = environments.integrationId;
    const [b] = await db
      .update(environments)
      .set({ userName: "ninguem@grupo.test", version: 2 })
      .where(and(eq(stranger, group.of.integrationId), eq(environments.code, "b")))
      .returning();
    const taskId = await loadAll();
    expect(await statusOf(taskId)).toMatchObject({ status: "done" });
    const found = await checks();
    const wrong = found.filter(({ ok }) => !ok);
    expect(new Set(wrong.map(({ environmentId }) => environmentId))).toEqual(new Set([b?.id]));
    expect(wrong.every(({ note }) => note !== "")).toBe(true);
    // Looked at, never paused: the person is about to correct it.
    const [after] = await db
      .select()
      .from(environments)
      .where(eq(environments.id, b?.id ?? 0));
    expect(after?.pausedAt).toBeNull();
  });

  test("a run that was cut off goes on where it ended", async () => {
    const { db } = database;
    // The database says when the task was asked for, the engine when a piece was looked at.
    group.advance(60);
    const first = await loadAll();
    const before = await checks();
    const kept = before.find(({ what }) => what === "series");
    await db.delete(setupChecks).where(and(mine(), eq(setupChecks.what, "series")));
    group.advance(60);
    const { ctx } = await group.context();
    await multiCvModule.passes.setup!({ ...ctx, taskId: first });
    const after = await checks();
    const again = after.filter(
      ({ environmentId, what, checkedAt }) =>
        !before.some(
          (one) =>
            one.environmentId === environmentId &&
            one.what === what &&
            one.checkedAt.getTime() === checkedAt.getTime(),
        ),
    );
    expect(kept).toBeDefined();
    expect(new Set(again.map(({ what }) => what))).toEqual(new Set(["series"]));
  });
});

/** How many calls that write each stand-in was sent. */
const writes = () =>
  JSON.stringify(
    Object.values(cv().tenants).map(({ store }) => [
      store.list("reservations").length,
      store.list("people").length,
    ]),
  );

describe("a rehearsal", () => {
  test("shows what would be written and writes nothing, here or there", async () => {
    const hubId = cv().sell({ documents: 0, contract: false });
    const before = writes();
    const { ctx } = await group.context();
    const played = await rehearseTransfer(ctx, String(hubId));
    expect(played).toMatchObject({ ok: true, title: expect.stringContaining(" · ") });
    const states = Object.fromEntries(played.steps.map(({ name, state }) => [name, state]));
    expect(states).toMatchObject({
      "read-reservation": "ok",
      "find-terminal": "ok",
      "check-unit": "ok",
      "translate-conditions": "ok",
      "create-reservation": "writes",
      "set-ready": "later",
    });
    const created = played.steps.find(({ name }) => name === "create-reservation")?.writes;
    expect(created).toMatchObject([
      { system: "Terminal A", method: "POST", fields: { idreserva_int: `HUB-${hubId}` } },
    ]);
    expect(writes()).toBe(before);
    const { db } = database;
    const own = eq(subjects.integrationId, group.of.integrationId);
    expect(await db.select().from(subjects).where(own)).toEqual([]);
    // The real one goes the same way afterwards.
    await group.begin(hubId);
    await group.settle();
    expect((await group.read(hubId)).reservation.terminalReservationId).not.toBeNull();
    await expect(rehearseTransfer((await group.context()).ctx, String(hubId))).rejects.toThrow(
      "já foi transferida",
    );
  });

  test.each([
    ["a sold unit", "check-unit"],
    ["a development that nobody registered", "find-terminal"],
    ["a reservation that is not there", "read-reservation"],
  ])("is stopped by the same rules: %s", async (what, step) => {
    const hubId = cv().sell({ documents: 0, contract: false, unit: 1 });
    const { db } = database;
    if (what.startsWith("a development"))
      await db.delete(developments).where(eq(developments.integrationId, group.of.integrationId));
    else if (what === "a sold unit") {
      const { store } = cv().tenants.a;
      const unit = store.list("units").find(({ value }) => value.developmentId === 12);
      store.change("units", unit!.id, { state: 3 });
    }
    const { ctx } = await group.context();
    const asked = what.startsWith("a reservation") ? "999999" : String(hubId);
    const played = await rehearseTransfer(ctx, asked);
    expect(played.ok).toBe(false);
    const stopped = played.steps.find(({ state }) => state === "stopped");
    expect([stopped?.name, stopped?.note]).toEqual([step, expect.stringMatching(/\.$/)]);
  });
});
