/** A call that would have written: where, what, and its fields without personal data. */
export interface RehearsedWrite {
  system: string;
  method: string;
  /** Path without host and query. */
  path: string;
  fields: unknown;
}

/** How one step of a rehearsal came out. */
export interface RehearsedStep {
  name: string;
  label: string;
  /** `later`: it follows the creation, which a rehearsal does not do. */
  state: "ok" | "writes" | "stopped" | "later";
  /** What was found, or what is wrong and what to do. */
  note: string;
  writes: RehearsedWrite[];
}

/** A transfer that was only played: it reads, checks, and shows what it would write. */
export interface Rehearsal {
  hubReservationId: string;
  /** "Residencial Aurora · Torre A · 301"; "" when the reservation was not read. */
  title: string;
  ok: boolean;
  steps: RehearsedStep[];
}
