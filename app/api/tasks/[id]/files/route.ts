import { listTaskFiles } from "@/lib/admin/files/list-task-files.ts";
import { answer, readId, readNumber } from "../../../answer.ts";

/** The last files of a task, or those made before one of them. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return answer((actor) =>
    listTaskFiles(actor, {
      taskId: readId(id),
      before: readNumber(new URL(request.url).searchParams, "before"),
    }),
  );
}
