import { sql } from "drizzle-orm";
import { afterAll, expect, test } from "vitest";
import { useDatabase } from "@/db/current-database.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { makeWalkClient, makeWalker } from "@/e2e/support/walk-fixture.ts";
import { PERMISSIONS } from "@/lib/core/permissions.ts";
import { closeSender } from "@/lib/engine/queue.ts";
import { syncCatalogue } from "@/lib/engine/sync-catalogue.ts";
import { CONNECTORS } from "@/lib/registry.ts";
import { setIntegrationActive } from "./set-integration-active.ts";
import { updateIntegration } from "./update-integration.ts";

process.env.AUTH_SECRET ??= "a secret of the tests and of nothing else";
process.env.ENLACE_KEYS ??= `test:${Buffer.alloc(32, 7).toString("base64")}`;
const database = await createTestDatabase();
process.env.DATABASE_URL ??= database.url;
useDatabase(database);
const { db } = database;
await syncCatalogue(db, CONNECTORS);
afterAll(async () => {
  await closeSender();
  await database.close();
});

/** A client whose task has sent two of three files. */
async function running() {
  const ids = await makeWalkClient(database, "smarket");
  await db.execute(sql`update integrations set active = true where id = ${ids.integrationId}`);
  await db.execute(sql`update tasks set attempt = 1, started_at = now() where id = ${ids.taskId}`);
  for (const [index, status] of ["done", "done", "pending"].entries())
    await db.execute(
      sql`insert into files (organization_id, task_id, integration_id, generation, name, content_type, rows, bytes, sha256, storage_key, status) values (${ids.organizationId}, ${ids.taskId}, ${ids.integrationId}, 1, ${`${index}.txt`}, 'text/plain', 1, 1, 'x', ${`${ids.taskId}/${index}`}, ${status})`,
    );
  const agent = await makeWalker(database, null, PERMISSIONS);
  const task = async () =>
    (await db.execute(sql`select status, failure_kind from tasks where id = ${ids.taskId}`))[0];
  const integration = async () =>
    (
      await db.execute(
        sql`select active, version from integrations where id = ${ids.integrationId}`,
      )
    )[0];
  return { ids, agent, task, integration };
}

test("deactivating while a task runs says what runs and changes nothing until the person chooses", async () => {
  const { ids, agent, task, integration } = await running();
  const outcome = await setIntegrationActive(agent, { id: ids.integrationId, active: false });
  expect(outcome).toMatchObject({
    ok: false,
    problem: {
      kind: "conflict",
      message: expect.stringMatching(/2 de 3 arquivos enviados/),
      offer: { running: [{ id: ids.taskId }] },
    },
  });
  expect(await task()).toMatchObject({ status: "pending" });
  expect(await integration()).toMatchObject({ active: true });
});

test.each([
  ["stop", { status: "failed", failure_kind: "cancelled" }],
  ["finish", { status: "pending", failure_kind: null }],
] as const)(
  "chosen to %s, the save goes through and the task is as chosen",
  async (choice, state) => {
    const { ids, agent, task, integration } = await running();
    const outcome = await setIntegrationActive(agent, {
      id: ids.integrationId,
      active: false,
      running: choice,
    });
    expect(outcome.ok).toBe(true);
    expect(await task()).toEqual(state);
    expect(await integration()).toMatchObject({ active: false });
    const files = await db.execute(
      sql`select count(*)::int as left from files where task_id = ${ids.taskId} and status = 'pending'`,
    );
    // A running attempt closes what is on its way; what waits is closed here.
    expect(files[0]!.left).toBe(choice === "stop" ? 0 : 1);
  },
);

test("a branch that is taken away while a task runs is asked about, a new description is not", async () => {
  const { ids, agent, task } = await running();
  const fields = {
    id: ids.integrationId,
    version: 1,
    description: "Outra",
    connectorId: "smarket",
    active: false,
    intervalMinutes: 60,
    settings: [],
  };
  await db.execute(sql`update integrations set active = false where id = ${ids.integrationId}`);
  expect((await updateIntegration(agent, { ...fields, branchIds: [] })).ok).toBe(false);
  expect(await updateIntegration(agent, { ...fields, branchIds: [ids.branchId] })).toMatchObject({
    ok: true,
  });
  expect(await task()).toMatchObject({ status: "pending" });
});
