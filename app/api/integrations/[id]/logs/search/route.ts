import { searchLogs } from "@/lib/admin/logs/read-logs.ts";
import { answer, readId, readNumber } from "../../../../answer.ts";
import { readLogFilter } from "../read-log-filter.ts";

/** Lines that match, a stretch of the log a call: `after` or `before` goes on from a cursor. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const query = new URL(request.url).searchParams;
  return answer((actor) =>
    searchLogs(actor, {
      ...readLogFilter(query),
      integrationId: readId(id),
      before: readNumber(query, "before"),
      after: readNumber(query, "after"),
      limit: Math.min(Math.max(readNumber(query, "limit") ?? 200, 1), 1000),
    }),
  );
}
