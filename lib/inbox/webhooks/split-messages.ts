import { measureDepth } from "@/lib/core/clean-text.ts";
import { WebhookRefusal } from "./refuse-webhook.ts";

/** The most messages of one call. */
const MOST_MESSAGES = 200;
const MOST_DEPTH = 100;

/**
 * The messages of a body: a JSON list is as many as it has objects, anything else is one, byte for byte.
 * A list that is none of messages is refused, so that its sender hears of it.
 */
export function splitMessages(raw: Uint8Array): Uint8Array[] {
  if (!/^\uFEFF?\s*\[/.test(Buffer.from(raw.subarray(0, 1_000)).toString("utf8"))) return [raw];
  const messages = parseList(Buffer.from(raw).toString("utf8"));
  if (messages === null) throw new WebhookRefusal(400);
  if (messages.length > MOST_MESSAGES) throw new WebhookRefusal(413);
  return messages.map((message) => Buffer.from(JSON.stringify(message)));
}

/** null when it is no list of objects. */
function parseList(text: string): object[] | null {
  const json = text.replace(/^\uFEFF/, "");
  if (measureDepth(json) > MOST_DEPTH) return null;
  try {
    const found: unknown = JSON.parse(json);
    const isObject = (one: unknown) =>
      typeof one === "object" && one !== null && !Array.isArray(one);
    return Array.isArray(found) && found.length > 0 && found.every(isObject)
      ? (found as object[])
      : null;
  } catch {
    return null;
  }
}
