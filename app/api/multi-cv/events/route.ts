import { watchFlow } from "@/lib/admin/multi-cv/watch-flow.ts";
import { SUBJECTS_CHANNEL } from "@/lib/engine/listen.ts";
import { answerWith, readNumber } from "../../answer.ts";
import { streamEvents } from "../../stream-events.ts";

/** Says which reservations of the integration moved, as it happens; an empty list means that any may have. */
export async function GET(request: Request): Promise<Response> {
  return answerWith(
    (actor) =>
      watchFlow(actor, {
        integrationId: readNumber(new URL(request.url).searchParams, "integracao") ?? 0,
      }),
    ({ integrationId }, actor) =>
      streamEvents({
        request,
        actor,
        permission: "view",
        channel: SUBJECTS_CHANNEL,
        concerns: (payload) => payload.split(":")[1] === String(integrationId),
        onNews: (send, payloads) =>
          send("subjects", { ids: payloads.map((payload) => Number(payload.split(":")[2])) }),
      }),
  );
}
