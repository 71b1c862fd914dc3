/** How many reservations stand between two systems, and since when the oldest does. */
export interface BoardLane {
  waiting: number;
  running: number;
  /** Waiting for a person: a permanent failure. */
  stuck: number;
  /** Waiting for a person: a decision, or the brake. */
  held: number;
  /** ISO moment since which the oldest of these stands; null when there are none. */
  oldestAt: string | null;
}

/** A system of the drawing, and how well it answers. */
export interface BoardPlace {
  /** Row id of the environment; null while it is not registered. */
  id: number | null;
  /** "Hub", "Terminal A", "Sienge". */
  name: string;
  host: string;
  paused: boolean;
  /** ISO moments. */
  lastOkAt: string | null;
  lastErrorAt: string | null;
  /** Portuguese sentence of the last failure. */
  lastError: string | null;
  /** Day (YYYY-MM-DD) until which the credential is good; null = without end. */
  validUntil: string | null;
  quota: { used: number; limit: number | null } | null;
}

/** One terminal with its four lanes. */
export interface BoardTerminal {
  /** Its code among the environments; null while none is registered. */
  code: string | null;
  place: BoardPlace;
  /** Hub → terminal: the reservation is being copied. */
  copying: BoardLane;
  /** Terminal → Sienge: copied, waiting for the contract. */
  contracting: BoardLane;
  /** Sienge → terminal: the contract's outcome is being carried. */
  answering: BoardLane;
  /** Terminal → Hub: the same, one system further. */
  returning: BoardLane;
}

/** Everything that the drawing shows. */
export interface Board {
  hub: BoardPlace;
  terminals: BoardTerminal[];
  /** One system, or several when the terminals have credentials of their own. */
  erp: BoardPlace[];
  /** Reservations whose terminal is not known yet. */
  unplaced: BoardLane;
  finishedToday: number;
  decisions: number;
  brake: { id: number; reason: string; heldSince: string; held: number } | null;
  madeAt: string;
}

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

/** "3 aguardando · 1 em andamento · 1 parada"; "em dia" when nothing stands there. */
export function tellLane(lane: BoardLane): string {
  const parts = [
    lane.stuck > 0 && `${lane.stuck} ${lane.stuck === 1 ? "parada" : "paradas"}`,
    lane.held > 0 && `${lane.held} ${lane.held === 1 ? "retida" : "retidas"}`,
    lane.running > 0 && `${lane.running} em andamento`,
    lane.waiting > 0 && `${lane.waiting} aguardando`,
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(" · ") : "em dia";
}

/** Where the boxes and lines of the drawing stand; both forms are drawn from the same numbers. */
export interface BoardShape {
  width: number;
  height: number;
  box: { width: number; height: number };
  hub: { x: number; y: number; height: number };
  erp: { x: number; y: number; height: number };
  terminals: { x: number; y: number }[];
}

/** The drawing for a wide page: Hub at the left, the terminals one under the other, Sienge at the right. */
export function layOutBoard(count: number): BoardShape {
  const rows = Math.max(1, count);
  const row = 128;
  const box = { width: 196, height: 104 };
  const height = rows * row - (row - box.height);
  return {
    width: 1180,
    height,
    box,
    hub: { x: 0, y: 0, height },
    erp: { x: 1180 - box.width, y: 0, height },
    terminals: Array.from({ length: rows }, (_, index) => ({
      x: (1180 - box.width) / 2,
      y: index * row,
    })),
  };
}
