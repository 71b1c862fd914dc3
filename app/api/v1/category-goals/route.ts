import { serveBatch } from "@/lib/inbox/api/serve-api.ts";

/** Takes the goals of categories as they are now (docs/api.md). */
export function POST(request: Request): Promise<Response> {
  return serveBatch("category-goals", request);
}
