import { sql } from "drizzle-orm";
import { currentDatabase } from "@/db/current-database.ts";

const PATIENCE_MS = 3000;

/** Whether this process answers and reaches its database; to a stranger it says no more than that. */
export async function GET(): Promise<Response> {
  const reachable = await Promise.race([
    currentDatabase().db.execute(sql`select 1`).then(
      () => true,
      () => false,
    ),
    new Promise<false>((resolve) => setTimeout(resolve, PATIENCE_MS, false).unref()),
  ]);
  return Response.json({ status: reachable ? "ok" : "unavailable" }, { status: reachable ? 200 : 503, headers: { "Cache-Control": "no-store" } });
}
