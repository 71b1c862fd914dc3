import { cleanText } from "@/lib/core/clean-text.ts";
import { redactText, redactValue } from "@/lib/core/redact.ts";

const LONGEST = 4_000;

/** What a person may read of a message: its JSON or text without personal data, cut; of anything else only its size. */
export function viewEvent(raw: Uint8Array): unknown {
  if (raw.length === 0) return { vazio: true };
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(raw.subarray(0, 64 * LONGEST));
  } catch {
    return { bytes: raw.length };
  }
  const json = parse(text);
  // Not null: that is how a message stands that nobody looked at.
  if (json === null) return { vazio: true };
  const clean = json === undefined ? redactText(text.slice(0, 2 * LONGEST)) : redactValue(json);
  const written = JSON.stringify(clean);
  return written.length > LONGEST ? { cortado: cleanText(written, LONGEST) } : clean;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
