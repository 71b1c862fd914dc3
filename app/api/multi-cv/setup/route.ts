import { readSetup } from "@/lib/admin/multi-cv/read-setup.ts";
import { answer, readNumber } from "../../answer.ts";

/** How far the set-up of Multi CV is. */
export async function GET(request: Request): Promise<Response> {
  const integrationId = readNumber(new URL(request.url).searchParams, "integracao") ?? 0;
  return answer((actor) => readSetup(actor, { integrationId }));
}
