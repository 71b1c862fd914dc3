import { answerOthers } from "@/lib/inbox/api/answer-others.ts";
import { serveBatch } from "@/lib/inbox/api/serve-api.ts";

/** Takes prescriptions that were dispensed (docs/api.md). */
export function POST(request: Request): Promise<Response> {
  return serveBatch("prescriptions", request);
}

export const { GET, HEAD, PUT, PATCH, DELETE, OPTIONS } = answerOthers("POST");
