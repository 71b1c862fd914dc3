import type { Lead } from "./part-leads.ts";
import { type Part, WRITABLE } from "./reservation-parts.ts";

/** What becomes of what changed: asked with everything, carried to the terminal, or taken as it is. */
export type PartsDecision = "ask" | "carry" | "adopt";

/**
 * By who leads each part. Only what changed in the Hub alone, can be written and undoes nothing that was
 * signed is carried by itself; one part to ask about, and all are asked together.
 */
export function decideParts(
  {
    inHub,
    inTerminal,
    signed,
  }: { inHub: readonly Part[]; inTerminal: readonly Part[]; signed: boolean },
  leadOf: (part: Part) => Lead,
): PartsDecision {
  const followed = (part: Part) => leadOf(part) !== "off";
  const [here, there] = [inHub.filter(followed), inTerminal.filter(followed)];
  if (here.length + there.length === 0) return "adopt";
  const free =
    !signed &&
    there.length === 0 &&
    here.every((part) => WRITABLE.has(part) && leadOf(part) === "hub");
  return free ? "carry" : "ask";
}
