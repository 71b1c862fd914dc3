import { answerOthers } from "@/lib/inbox/api/answer-others.ts";
import { serveAcknowledgement } from "@/lib/inbox/api/serve-feed.ts";

/** The ERP has everything up to a cursor (docs/api.md). */
export function POST(request: Request): Promise<Response> {
  return serveAcknowledgement("prices", request);
}

export const { GET, HEAD, PUT, PATCH, DELETE, OPTIONS } = answerOthers("POST");
