import { formatCount } from "@/lib/core/format-count.ts";
import type { BoardLane, BoardPlace } from "@/lib/admin/multi-cv/flow-board.ts";

export type PlaceHealth = "well" | "unknown" | "expiring" | "failing" | "paused" | "missing";

const EXPIRY_DAYS = 14;

/** How a system stands, the worst first. `today` is the organization's day. */
export function judgePlace(place: BoardPlace, today: string): PlaceHealth {
  if (place.id === null) return "missing";
  if (place.paused) return "paused";
  if (place.lastErrorAt && (!place.lastOkAt || place.lastErrorAt > place.lastOkAt))
    return "failing";
  if (place.validUntil !== null && daysUntil(place.validUntil, today) <= EXPIRY_DAYS)
    return "expiring";
  return place.lastOkAt ? "well" : "unknown";
}

/** Whole days from one day to another; negative when it is past. */
export function daysUntil(day: string, today: string): number {
  return Math.round(
    (Date.parse(`${day}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / 86_400_000,
  );
}

/** What a lane asks of whoever looks at it. */
export function judgeLane(lane: BoardLane): "calm" | "moving" | "alarm" {
  if (lane.stuck > 0 || lane.held > 0) return "alarm";
  return lane.waiting + lane.running > 0 ? "moving" : "calm";
}

/** "1 com erro · 1 processando · 3 na fila"; "em dia" when nothing stands there. */
export function describeLane(lane: BoardLane): string {
  const parts = [
    lane.stuck > 0 && `${lane.stuck} com erro`,
    lane.held > 0 && formatCount(lane.held, "bloqueada", "bloqueadas"),
    lane.running > 0 && `${lane.running} processando`,
    lane.waiting > 0 && `${lane.waiting} na fila`,
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(" · ") : "em dia";
}
