import { answerOthers } from "@/lib/inbox/api/answer-others.ts";
import { serveFeed } from "@/lib/inbox/api/serve-feed.ts";

/** Prices that were applied or went back, in the order in which that became fact (docs/api.md). */
export function GET(request: Request): Promise<Response> {
  return serveFeed("prices", request);
}

export const { POST, PUT, PATCH, DELETE, OPTIONS } = answerOthers("GET");
