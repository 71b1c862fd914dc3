import { z } from "zod";
import { env } from "@/lib/env.ts";

const TIMEOUT_MS = 2_000;

/** What a stand-in partner counted, and which faults are switched on; its addresses and passwords stay behind. */
export interface StandInState {
  counts: Array<{ label: string; count: number }>;
  faults: string[];
}

const shape = z.record(
  z.string(),
  z.object({
    counts: z.record(z.string(), z.number()),
    faults: z.array(z.object({ kind: z.string() })),
  }),
);

/** Types whose stand-in goes by other names. */
const NAMES: Readonly<Record<string, readonly string[]>> = { "multi-cv": ["cv", "sienge"] };

/** What the stand-ins told, by type; `reached` is false when they did not answer. */
export interface StandInReport {
  reached: boolean;
  states: ReadonlyMap<string, StandInState>;
}

/** What the demo's stand-in partners received; null where there are none: outside of the demo nothing is ever asked. */
export async function readStandIns(connectorIds: readonly string[]): Promise<StandInReport | null> {
  const { ENLACE_DEMO, SANDBOX_URL } = env();
  if (ENLACE_DEMO !== "on" || !SANDBOX_URL) return null;
  let state: z.output<typeof shape>;
  try {
    const response = await fetch(new URL("/state", SANDBOX_URL), {
      signal: AbortSignal.timeout(TIMEOUT_MS),
      cache: "no-store",
    });
    state = shape.parse(await response.json());
  } catch {
    // The page says that they are out of reach; everything else on it stands.
    return { reached: false, states: new Map() };
  }
  const states = new Map(
    connectorIds.flatMap((id) => {
      const found = (NAMES[id] ?? [id]).flatMap((name) =>
        Object.hasOwn(state, name) && state[name] ? [state[name]] : [],
      );
      if (found.length === 0) return [];
      const counts = found.flatMap(({ counts: all }) =>
        Object.entries(all).map(([label, count]) => ({ label, count })),
      );
      return [
        [
          id,
          { counts, faults: found.flatMap(({ faults }) => faults.map(({ kind }) => kind)) },
        ] as const,
      ];
    }),
  );
  return { reached: true, states };
}
