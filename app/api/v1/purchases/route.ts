import { serveBatch } from "@/lib/inbox/api/serve-api.ts";

/** Takes purchases, returns to suppliers and their cancellations (docs/api.md). */
export function POST(request: Request): Promise<Response> {
  return serveBatch("purchases", request);
}
