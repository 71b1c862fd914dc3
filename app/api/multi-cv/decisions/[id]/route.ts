import { readDecision } from "@/lib/admin/multi-cv/list-decisions.ts";
import { answer, readId } from "../../../answer.ts";

/** One question with its facts. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> {
  const { id } = await params;
  return answer((actor) => readDecision(actor, { id: readId(id) }));
}
