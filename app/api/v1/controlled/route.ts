import { answerOthers } from "@/lib/inbox/api/answer-others.ts";
import { serveBatch } from "@/lib/inbox/api/serve-api.ts";

/** Takes movements of controlled products (docs/api.md). */
export function POST(request: Request): Promise<Response> {
  return serveBatch("controlled", request);
}

export const { GET, HEAD, PUT, PATCH, DELETE, OPTIONS } = answerOthers("POST");
