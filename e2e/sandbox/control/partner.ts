import type { FaultSwitch } from "./faults.ts";

/** One file or request that a partner received, and what it thought of it. */
export interface Received {
  at: string;
  /** File name, or method and path. */
  name: string;
  verdict: "ok" | "problems" | "refused";
  /** Rows of a file, records of a request. */
  rows: number;
  problems: string[];
}

/** What the control server knows of a partner, whatever its protocol. */
export interface Partner {
  id: string;
  name: string;
  /** How to reach it, as label and value; the passwords here are made up and open nothing else. */
  access: [label: string, value: string][];
  faults: FaultSwitch;
  counts(): Record<string, number>;
  received(): readonly Received[];
  /** Where a file that it keeps is on the disk; null when it has none of that name. */
  findFile(name: string): string | null;
  /**
   * What only this partner can be told to do, by the verb of its address; the body was checked by
   * nobody yet. A ZodError answers 400.
   */
  commands?: Readonly<Record<string, (body: unknown) => unknown>>;
  /** Forgets everything received and switches every fault off. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

/** Options that every stand-in takes. */
export interface StandInOptions {
  port: number;
  /** Folder in which it keeps what it received. */
  folder: string;
}

/** The problems shown, cut so that a file with a million bad rows does not fill the page. */
export function firstProblems(problems: readonly string[], most = 20): string[] {
  return problems.length <= most
    ? [...problems]
    : [...problems.slice(0, most), `… e mais ${problems.length - most}`];
}
