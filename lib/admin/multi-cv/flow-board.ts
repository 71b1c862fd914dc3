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
