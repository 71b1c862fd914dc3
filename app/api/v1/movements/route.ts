import { answerOthers } from "@/lib/inbox/api/answer-others.ts";
import { serveBatch, serveTotals } from "@/lib/inbox/api/serve-api.ts";

/** Takes a batch of sales, returns and cancellations (docs/api.md). */
export function POST(request: Request): Promise<Response> {
  return serveBatch("movements", request);
}

/** What the hub holds, a branch and day at a time. */
export function GET(request: Request): Promise<Response> {
  return serveTotals(request);
}

export const { PUT, PATCH, DELETE, OPTIONS } = answerOthers("GET", "POST");
