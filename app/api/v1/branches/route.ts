import { answerOthers } from "@/lib/inbox/api/answer-others.ts";
import { serveBranches } from "@/lib/inbox/api/serve-api.ts";

/** The branches that the key may send for. */
export function GET(request: Request): Promise<Response> {
  return serveBranches(request);
}

export const { POST, PUT, PATCH, DELETE, OPTIONS } = answerOthers("GET");
