import { sql } from "drizzle-orm";
import { afterAll, expect, test } from "vitest";
import { useDatabase } from "@/db/current-database.ts";
import { claimTurn } from "@/db/queries/tasks/job-turns.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { closeSender, enqueue } from "./queue.ts";
import { RUN_TASK } from "./queues.ts";
import { runInTurn } from "./run-in-turn.ts";

const database = await createTestDatabase({ max: 12 });
const { db } = database;
useDatabase(database);
afterAll(async () => {
  await closeSender();
  await database.close();
});

/** Jobs of one group that workers took at the same moment: all active. */
async function handOut(
  group: string,
  count: number,
): Promise<Array<{ id: string; data: object; groupId: string }>> {
  for (let index = 0; index < count; index++) await enqueue(db, RUN_TASK, { index }, { group });
  const rows = await db.execute<{ id: string; data: object }>(
    sql`update pgboss.job set state = 'active', started_on = now() where group_id = ${group} and state = 'created' returning id, data`,
  );
  return rows.map(({ id, data }) => ({ id, data, groupId: group }));
}
const end = (id: string, state: string) =>
  db.execute(sql`update pgboss.job set state = ${state}::pgboss.job_state where id = ${id}::uuid`);
const turnOf = ({ id, groupId }: { id: string; groupId: string }) => ({
  queue: RUN_TASK,
  groupId,
  jobId: id,
});

test("of any number handed out at once one has the turn, and keeps it", async () => {
  for (let round = 0; round < 20; round++) {
    const jobs = await handOut(`race-${round}`, 6);
    const taken = await Promise.all(jobs.map((job) => claimTurn(db, turnOf(job))));
    expect(taken.filter(Boolean)).toHaveLength(1);
    const again = await Promise.all(jobs.map((job) => claimTurn(db, turnOf(job))));
    expect(again).toEqual(taken);
  }
});

test.each(["completed", "retry", "failed", "cancelled"])(
  "a job that is %s has no turn any more",
  async (state) => {
    const [first, second] = await handOut(`end-${state}`, 2);
    expect(await claimTurn(db, turnOf(first!))).toBe(true);
    expect(await claimTurn(db, turnOf(second!))).toBe(false);
    await end(first!.id, state);
    expect(await claimTurn(db, turnOf(second!))).toBe(true);
  },
);

test("what came second waits in the queue, and runs once the first has ended", async () => {
  const jobs = await handOut("wait", 2);
  let together = 0;
  let most = 0;
  const ran: object[] = [];
  const run = (job: (typeof jobs)[number]) => async () => {
    most = Math.max(most, ++together);
    await new Promise((resolve) => setTimeout(resolve, 50));
    together--;
    ran.push(job.data);
  };
  await Promise.all(jobs.map((job) => runInTurn(db, RUN_TASK, job, run(job))));
  expect([most, ran.length]).toEqual([1, 1]);
  const waiting = await db.execute<{ data: { index: number }; later: boolean }>(
    sql`select data, start_after > now() as later from pgboss.job where group_id = 'wait' and state = 'created'`,
  );
  expect(waiting.map(({ data, later }) => [data, later])).toEqual([
    [jobs.find(({ data }) => !ran.includes(data))?.data, true],
  ]);
  expect(await db.execute(sql`select from job_turns where group_id = 'wait'`)).toHaveLength(0);
});

test("a failure gives the turn back and is told, and a job without a group needs none", async () => {
  const [first, second] = await handOut("fail", 2);
  await expect(
    runInTurn(db, RUN_TASK, first!, () => Promise.reject(new Error("boom"))),
  ).rejects.toThrow("boom");
  let ran = 0;
  await runInTurn(db, RUN_TASK, second!, async () => void ran++);
  await runInTurn(db, RUN_TASK, { id: first!.id, data: {} }, async () => void ran++);
  expect(ran).toBe(2);
});
