import { readReceivedEvent } from "@/lib/admin/multi-cv/list-received-events.ts";
import { answer, readId, readNumber } from "../../../answer.ts";

/** One event with what it said. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> {
  const { id } = await params;
  return answer((actor) =>
    readReceivedEvent(actor, {
      integrationId: readNumber(new URL(request.url).searchParams, "integracao") ?? 0,
      id: readId(id),
    }),
  );
}
