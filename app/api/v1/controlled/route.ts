import { serveBatch } from "@/lib/inbox/api/serve-api.ts";

/** Takes movements of controlled products (docs/api.md). */
export function POST(request: Request): Promise<Response> {
  return serveBatch("controlled", request);
}
