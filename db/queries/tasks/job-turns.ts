import { and, eq, sql } from "drizzle-orm";
import type { Database } from "../../client.ts";
import { jobTurns } from "../../schema/job-turns.ts";

/** A job as the queue runs it. */
export interface TurnOf {
  queue: string;
  groupId: string;
  jobId: string;
}

/**
 * Gives the turn of its group to an active job; false while another active job has it. The lock comes in a statement
 * of its own, so that the next one sees what the former holder committed, and not what stood before the wait.
 */
export function claimTurn(db: Database, { queue, groupId, jobId }: TurnOf): Promise<boolean> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${groupId}, 20261125))`);
    const taken = await tx.execute(sql`
      insert into job_turns (group_id, job_id) values (${groupId}, ${jobId}::uuid)
      on conflict (group_id) do update set job_id = excluded.job_id
       where job_turns.job_id = excluded.job_id
          or not exists (select from pgboss.job j where j.name = ${queue} and j.id = job_turns.job_id and j.state = 'active')
      returning job_id`);
    return taken.length > 0;
  });
}

/** Leaves nothing behind; a turn that is not given back ends with its job. */
export async function releaseTurn(db: Database, { groupId, jobId }: TurnOf): Promise<void> {
  await db.delete(jobTurns).where(and(eq(jobTurns.groupId, groupId), eq(jobTurns.jobId, jobId)));
}
