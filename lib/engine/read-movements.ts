import type { OpenDatabase } from "@/db/client.ts";
import type { MovementReader } from "../core/movement.ts";

/**
 * Reads an organization's movements as they were at `snapshot` (`pg_current_snapshot()::text` of the
 * generation's first attempt; null = as they are at the first read).
 */
export function createMovementReader(_database: Pick<OpenDatabase, "url">, _organizationId: number, _snapshot: string | null): MovementReader {
  throw new Error("not written yet");
}
