import { answerOthers } from "@/lib/inbox/api/answer-others.ts";
import { serveBatch } from "@/lib/inbox/api/serve-api.ts";

/** Takes what depots are asked to send out (docs/api.md). */
export function POST(request: Request): Promise<Response> {
  return serveBatch("outbound-orders", request);
}

export const { GET, HEAD, PUT, PATCH, DELETE, OPTIONS } = answerOthers("POST");
