import { answerOthers } from "@/lib/inbox/api/answer-others.ts";
import { serveBatch } from "@/lib/inbox/api/serve-api.ts";

/** Takes purchases, returns to suppliers and their cancellations (docs/api.md). */
export function POST(request: Request): Promise<Response> {
  return serveBatch("purchases", request);
}

export const { GET, HEAD, PUT, PATCH, DELETE, OPTIONS } = answerOthers("POST");
