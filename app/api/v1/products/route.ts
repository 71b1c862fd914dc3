import { serveBatch } from "@/lib/inbox/api/serve-api.ts";

/** Brings the catalogue up to date (docs/api.md). */
export function POST(request: Request): Promise<Response> {
  return serveBatch("products", request);
}
