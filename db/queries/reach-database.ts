import { sql } from "drizzle-orm";
import type { Queryable } from "../client.ts";

/** Whether the database answers within `patienceMs`; a failure is an answer too. */
export function reachDatabase(db: Queryable, patienceMs: number): Promise<boolean> {
  const asked = db.execute(sql`select 1`).then(
    () => true,
    () => false,
  );
  return Promise.race([
    asked,
    new Promise<false>((resolve) => setTimeout(resolve, patienceMs, false).unref()),
  ]);
}
