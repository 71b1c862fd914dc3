import { serveBatch } from "@/lib/inbox/api/serve-api.ts";

/** Takes customers as they are now (docs/api.md). */
export function POST(request: Request): Promise<Response> {
  return serveBatch("customers", request);
}
