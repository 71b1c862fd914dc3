import { readTask } from "@/lib/admin/tasks/read-task.ts";
import { answer, readId } from "../../answer.ts";

/** One task in detail. */
export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return answer((actor) => readTask(actor, { taskId: readId(id) }));
}
