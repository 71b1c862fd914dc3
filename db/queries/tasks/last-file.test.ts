import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { OpenDatabase } from "../../client.ts";
import { makeIntegration } from "@/e2e/support/make-integration.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { files, tasks } from "../../schema/tasks.ts";
import { findLastFile } from "./last-file.ts";

let database: OpenDatabase;
let scope: { organizationId: number; integrationId: number; operation: string };
let branchId: number;
beforeAll(async () => {
  database = await createTestDatabase();
  const made = await makeIntegration(database.db);
  branchId = made.branchId;
  scope = {
    organizationId: made.organizationId,
    integrationId: made.integrationId,
    operation: "movements",
  };
});
afterAll(() => database.close());

let serial = 0;
async function addFile(
  day: string,
  status: "pending" | "sent" | "done" | "failed",
  more: { operation?: string; superseded?: boolean } = {},
): Promise<number> {
  const own = { organizationId: scope.organizationId, integrationId: scope.integrationId };
  const [task] = await database.db
    .insert(tasks)
    .values({
      ...own,
      operation: more.operation ?? "movements",
      period: {
        first: `2020-01-${String(++serial).padStart(2, "0")}`,
        last: `2020-01-${String(serial).padStart(2, "0")}`,
      },
      origin: "schedule",
      requestedName: "Sistema",
    })
    .returning({ id: tasks.id });
  await database.db.insert(files).values({
    ...own,
    taskId: task!.id,
    generation: 1,
    name: day,
    status,
    failureReason: status === "failed" ? "x" : null,
    branchId,
    day,
    contentType: "x",
    rows: 0,
    bytes: 0,
    sha256: "",
    storageKey: "",
    supersededAt: more.superseded ? new Date() : null,
  });
  return task!.id;
}
const last = (taskId = 0) => findLastFile(database.db, scope, branchId, taskId);

test("the newest accepted day of the operation and branch, and whether anything is still on its way", async () => {
  expect(await last()).toEqual({ day: null, waiting: false });
  await addFile("2026-03-05", "done");
  await addFile("2026-03-04", "done");
  await addFile("2026-03-09", "failed");
  await addFile("2026-03-20", "done", { operation: "inventory" });
  await addFile("2026-03-21", "sent", { superseded: true });
  expect(await last()).toEqual({ day: "2026-03-05", waiting: false });
  const own = await addFile("2026-03-06", "pending");
  expect(await last()).toMatchObject({ waiting: true });
  expect(await last(own)).toMatchObject({ waiting: false });
  await database.db.execute(sql`update files set status = 'sent' where task_id = ${own}`);
  expect(await last(own)).toEqual({ day: "2026-03-05", waiting: true });
});
