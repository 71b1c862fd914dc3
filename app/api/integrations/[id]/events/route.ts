import { watchTasks } from "@/lib/admin/tasks/watch-tasks.ts";
import { TASKS_CHANNEL } from "@/lib/engine/listen.ts";
import { answerWith, readId } from "../../../answer.ts";
import { streamEvents } from "../../../stream-events.ts";

/** Says which tasks of the integration changed, as it happens; an empty list means that any may have. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return answerWith(
    (actor) => watchTasks(actor, { integrationId: readId(id) }),
    ({ integrationId }, actor) =>
      streamEvents({
        request,
        actor,
        permission: "view",
        channel: TASKS_CHANNEL,
        concerns: (payload) => payload.split(":")[1] === String(integrationId),
        onNews: (send, payloads) =>
          send("tasks", { ids: payloads.map((payload) => Number(payload.split(":")[2])) }),
      }),
  );
}
