import { currentDatabase } from "@/db/current-database.ts";
import { reachDatabase } from "@/db/queries/reach-database.ts";

const PATIENCE_MS = 3000;

/** Whether this process answers and reaches its database; to a stranger it says no more than that. */
export async function GET(): Promise<Response> {
  const reachable = await reachDatabase(currentDatabase().db, PATIENCE_MS);
  return Response.json(
    { status: reachable ? "ok" : "unavailable" },
    { status: reachable ? 200 : 503, headers: { "Cache-Control": "no-store" } },
  );
}
