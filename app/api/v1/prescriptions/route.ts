import { serveBatch } from "@/lib/inbox/api/serve-api.ts";

/** Takes prescriptions that were dispensed (docs/api.md). */
export function POST(request: Request): Promise<Response> {
  return serveBatch("prescriptions", request);
}
