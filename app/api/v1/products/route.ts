import { answerOthers } from "@/lib/inbox/api/answer-others.ts";
import { serveBatch } from "@/lib/inbox/api/serve-api.ts";

/** Brings the catalogue up to date (docs/api.md). */
export function POST(request: Request): Promise<Response> {
  return serveBatch("products", request);
}

export const { GET, HEAD, PUT, PATCH, DELETE, OPTIONS } = answerOthers("POST");
