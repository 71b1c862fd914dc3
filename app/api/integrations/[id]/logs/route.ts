import { readLogs } from "@/lib/admin/logs/read-logs.ts";
import { answer, readId, readNumber } from "../../../answer.ts";

const MOST_LINES = 1000;

/** Lines by number: `from` and `count`; without `from`, the log's end. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const query = new URL(request.url).searchParams;
  return answer((actor) =>
    readLogs(actor, {
      integrationId: readId(id),
      from: readNumber(query, "from"),
      count: Math.min(readNumber(query, "count") ?? 200, MOST_LINES),
    }),
  );
}
