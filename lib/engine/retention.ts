import type { Database } from "@/db/client.ts";
import type { Env } from "../env.ts";
import type { FileStore } from "./file-store.ts";

interface RetentionOptions {
  db: Database;
  store: FileStore;
  env: Pick<Env, "KEEP_FILES_DAYS" | "KEEP_LOGS_DAYS">;
  now: Date;
  signal: AbortSignal;
}

/** The daily housekeeping: log partitions made ahead and old ones dropped, bytes of old files and uploads removed. */
export async function runRetention(_options: RetentionOptions): Promise<{ files: number; uploads: number; partitions: number }> {
  throw new Error("not written yet");
}
