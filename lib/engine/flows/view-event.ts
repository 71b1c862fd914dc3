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
  const clean = json === undefined ? redactText(text.slice(0, 2 * LONGEST)) : redactValue(json);
  const written = JSON.stringify(clean);
  // A NUL has no place in a jsonb value.
  const safe = (
    written.length > LONGEST
      ? JSON.stringify({ cortado: written.slice(0, LONGEST).toWellFormed() })
      : written
  ).replaceAll("\\u0000", "�");
  return JSON.parse(safe) as unknown;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
