import { sql } from "drizzle-orm";
import type { Queryable } from "../../client.ts";

/** Queues with a job whose worker has not been heard of for longer than it promised. */
export async function listSilentQueues(db: Queryable): Promise<string[]> {
  const rows = await db.execute<{ name: string }>(sql`
    select distinct name from pgboss.job
     where state = 'active' and heartbeat_seconds is not null
       and heartbeat_on < now() - heartbeat_seconds * interval '1 second'`);
  return rows.map(({ name }) => name);
}
