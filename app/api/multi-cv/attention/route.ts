import { readAttention } from "@/lib/admin/multi-cv/read-attention.ts";
import { answer, readNumber } from "../../answer.ts";

/** What waits for a person in Multi CV. */
export async function GET(request: Request): Promise<Response> {
  const integrationId = readNumber(new URL(request.url).searchParams, "integracao") ?? 0;
  return answer((actor) => readAttention(actor, { integrationId }));
}
