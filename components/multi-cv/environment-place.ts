import type { EnvironmentRow } from "@/lib/admin/multi-cv/environment-row.ts";
import type { BoardPlace } from "@/lib/admin/multi-cv/flow-board.ts";

/** An environment as the drawing judges it. */
export function toPlace(row: EnvironmentRow): BoardPlace {
  return {
    id: row.id,
    name: row.name,
    host: row.host,
    paused: row.pausedAt !== null,
    lastOkAt: row.lastOkAt,
    lastErrorAt: row.lastErrorAt,
    lastError: row.pausedReason ?? row.lastError,
    validUntil: row.validUntil,
    quota: row.quota,
  };
}
