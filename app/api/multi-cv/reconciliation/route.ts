import { readReconciliation } from "@/lib/admin/multi-cv/reconciliation.ts";
import { answer, readNumber } from "../../answer.ts";

/** How the comparison of everything stands. */
export async function GET(request: Request): Promise<Response> {
  const integrationId = readNumber(new URL(request.url).searchParams, "integracao") ?? 0;
  return answer((actor) => readReconciliation(actor, { integrationId }));
}
