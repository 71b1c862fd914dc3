import { answerOthers } from "@/lib/inbox/api/answer-others.ts";
import { serveFeed } from "@/lib/inbox/api/serve-feed.ts";

/** Promotions that partners publish for the stores, in the order of their last change (docs/api.md). */
export function GET(request: Request): Promise<Response> {
  return serveFeed("promotions", request);
}

export const { POST, PUT, PATCH, DELETE, OPTIONS } = answerOthers("GET");
