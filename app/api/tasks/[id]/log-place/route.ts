import { findLogPlace } from "@/lib/admin/logs/read-logs.ts";
import { answer, readId } from "../../../answer.ts";

/** The number of the line at which a task's log is best entered. */
export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return answer((actor) => findLogPlace(actor, { taskId: readId(id) }));
}
