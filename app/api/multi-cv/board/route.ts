import { readFlowBoard } from "@/lib/admin/multi-cv/read-flow-board.ts";
import { answer, readNumber } from "../../answer.ts";

/** What the drawing shows now. */
export async function GET(request: Request): Promise<Response> {
  const integrationId = readNumber(new URL(request.url).searchParams, "integracao") ?? 0;
  return answer((actor) => readFlowBoard(actor, { integrationId }));
}
