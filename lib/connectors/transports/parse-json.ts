import { cleanValue, measureDepth } from "@/lib/core/clean-text.ts";
import { PartnerError } from "@/lib/core/errors.ts";

/** No answer that means something goes deeper. */
const MOST_DEPTH = 40;
/** What `cleanValue` would take out, as it may stand in JSON: a look that most answers end with. */
const SUSPECT = /\\u(?:00[0189]|007f|d[89a-f])|[\u007f-\u009f]/i;

/**
 * A partner's answer as a value: the one door through which its words come, so that whatever a connector
 * keeps of them can be stored. What is no JSON, or is too deep, is a shape that nobody knows.
 */
export function parseJson(text: string, host: string): unknown {
  if (measureDepth(text) > MOST_DEPTH)
    throw new PartnerError("unexpected_shape", `${host} respondeu um JSON com níveis demais.`);
  try {
    const value: unknown = JSON.parse(text);
    return SUSPECT.test(text) ? cleanValue(value) : value;
  } catch (cause) {
    // The parser quotes the text in its message, which may hold personal data: it stays behind.
    throw new PartnerError("unexpected_shape", `${host} respondeu algo que não é JSON.`, {
      cause: cause instanceof SyntaxError ? undefined : cause,
    });
  }
}
