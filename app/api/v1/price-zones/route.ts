import { answerOthers } from "@/lib/inbox/api/answer-others.ts";
import { serveBatch } from "@/lib/inbox/api/serve-api.ts";

/** Takes price zones with their branches (docs/api.md). */
export function POST(request: Request): Promise<Response> {
  return serveBatch("price-zones", request);
}

export const { GET, HEAD, PUT, PATCH, DELETE, OPTIONS } = answerOthers("POST");
