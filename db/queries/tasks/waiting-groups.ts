import { sql } from "drizzle-orm";
import type { Queryable } from "../../client.ts";

/** Whether a job of another group waits in a queue for a worker. */
export async function isOtherWaiting(
  db: Queryable,
  queue: string,
  groupId: string,
): Promise<boolean> {
  const [row] = await db.execute<{ waits: boolean }>(sql`
    select exists (
      select from pgboss.job waiting
       where waiting.name = ${queue} and waiting.state < 'active' and waiting.start_after <= now()
         and waiting.group_id <> ${groupId}
         and not exists (
           select from pgboss.job busy
            where busy.name = ${queue} and busy.state = 'active' and busy.group_id = waiting.group_id)
    ) as waits`);
  return row?.waits ?? false;
}
