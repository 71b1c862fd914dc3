import { serveBatch } from "@/lib/inbox/api/serve-api.ts";

/** Brings stock a branch up to date (docs/api.md). */
export function POST(request: Request): Promise<Response> {
  return serveBatch("stock", request);
}
