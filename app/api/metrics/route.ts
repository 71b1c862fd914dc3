import { createHash, timingSafeEqual } from "node:crypto";
import { currentDatabase } from "@/db/current-database.ts";
import { env } from "@/lib/env.ts";
import { readMetrics } from "@/lib/metrics/read-metrics.ts";

/** For the monitor that knows METRICS_TOKEN; to everybody else there is no such page. */
export async function GET(request: Request): Promise<Response> {
  const token = env().METRICS_TOKEN;
  const given = /^Bearer (.+)$/.exec(request.headers.get("authorization") ?? "")?.[1];
  if (!token || !given || !isSame(token, given)) return new Response("Not found", { status: 404 });
  return new Response(await readMetrics(currentDatabase("watch").db, env().ENLACE_KEYS), {
    headers: {
      "Content-Type": "text/plain; version=0.0.4; charset=utf-8",
      "Cache-Control": "no-store",
    },
  });
}

function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
