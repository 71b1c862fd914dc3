import postgres from "postgres";
import { PgBoss } from "pg-boss";
import { QUEUES } from "./queues.ts";

/** Creates or upgrades the queue's schema and its queues, and lets a person's transaction enqueue. Idempotent. */
export async function installQueue(url: string): Promise<void> {
  const boss = new PgBoss({ connectionString: url, max: 1, supervise: false, schedule: false });
  await boss.start();
  try {
    for (const { name, ...options } of QUEUES) {
      if (await boss.getQueue(name)) {
        const { policy: _fixed, ...changeable } = options;
        await boss.updateQueue(name, changeable);
      } else await boss.createQueue(name, options);
    }
  } finally {
    await boss.stop({ graceful: false });
  }
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    await sql.unsafe(`
      grant usage on schema pgboss to enlace_support, enlace_client;
      grant select, insert, update on all tables in schema pgboss to enlace_support, enlace_client;
      grant usage on all sequences in schema pgboss to enlace_support, enlace_client;
      grant execute on all functions in schema pgboss to enlace_support, enlace_client;`);
  } finally {
    await sql.end({ timeout: 5 });
  }
}
