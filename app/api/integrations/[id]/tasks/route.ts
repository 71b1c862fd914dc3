import { listTasks } from "@/lib/admin/tasks/list-tasks.ts";
import { parseGridQuery } from "@/lib/core/grid.ts";
import { answer, readId } from "../../../answer.ts";

/** One page of an integration's tasks. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return answer((actor) =>
    listTasks(actor, {
      integrationId: readId(id),
      query: parseGridQuery(new URL(request.url).searchParams),
    }),
  );
}
