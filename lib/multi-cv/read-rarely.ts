import type { Environment, FlowContext } from "@/lib/engine/flows/flow-context.ts";

/** How long a process believes a catalogue that an earlier attempt read. */
const LASTS_MS = 5 * 60_000;
const MOST_KEPT = 1_000;

interface Kept {
  at: number;
  /** The attempt that read it. */
  by: AbortSignal;
  reading: Promise<unknown>;
}
const kept = new Map<string, Kept>();

/**
 * Reads what a tenant changes rarely (its series, indexers, required fields) once in five minutes and not
 * for each reservation: it is a call of the partner's minute. Whoever is about to refuse something by
 * it reads `anew` first; what this very attempt has read is new.
 */
export function readRarely<Result>(
  ctx: Pick<FlowContext, "signal" | "now">,
  { id, baseUrl, userName }: Pick<Environment, "id" | "baseUrl" | "userName">,
  what: string,
  read: () => Promise<Result>,
  { anew = false }: { anew?: boolean } = {},
): Promise<Result> {
  const key = [id, baseUrl, userName, what].join("\u0000");
  const now = ctx.now().getTime();
  const found = kept.get(key);
  if (found && (found.by === ctx.signal || (!anew && Math.abs(now - found.at) < LASTS_MS)))
    return found.reading as Promise<Result>;
  const reading = read();
  if (kept.size >= MOST_KEPT) kept.clear();
  const mine: Kept = { at: now, by: ctx.signal, reading };
  kept.set(key, mine);
  // A reading that failed is nobody's.
  reading.catch(() => {
    if (kept.get(key) === mine) kept.delete(key);
  });
  return reading;
}
