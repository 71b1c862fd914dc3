import { serveBatch } from "@/lib/inbox/api/serve-api.ts";

/** Takes price zones with their branches (docs/api.md). */
export function POST(request: Request): Promise<Response> {
  return serveBatch("price-zones", request);
}
