/** Control characters that no text of ours needs: all but tab, line feed and carriage return. */
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/g;

/** How deep a value of a stranger may go: what is deeper was made to hurt. */
export const MOST_DEPTH = 40;
/** What stands where something was too deep. */
const TOO_DEEP = "…";

/**
 * Text of a stranger as it may be stored and shown: no control characters, no halves of characters,
 * at most `longest` long. Postgres refuses a NUL, and JSON in it half a character.
 */
export function cleanText(text: string, longest = Number.POSITIVE_INFINITY): string {
  return text.slice(0, longest).toWellFormed().replace(CONTROL, "�");
}

/** {@link cleanText} over a whole JSON value, names included, and no deeper than `depth`. */
export function cleanValue(value: unknown, depth = MOST_DEPTH): unknown {
  if (typeof value === "string") return cleanText(value);
  if (!isContainer(value)) return value;
  if (depth === 0) return TOO_DEEP;
  if (Array.isArray(value)) return value.map((item) => cleanValue(item, depth - 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [cleanText(name), cleanValue(item, depth - 1)]),
  );
}

/** Where a value holds what cannot be stored, or goes too deep: the names on the way; null when nowhere. */
export function findUnstorable(value: unknown, depth = MOST_DEPTH): string[] | null {
  if (typeof value === "string") return isStorable(value) ? null : [];
  if (!isContainer(value)) return null;
  if (depth === 0) return [];
  for (const [name, item] of Object.entries(value)) {
    if (!isStorable(name)) return [];
    const found = findUnstorable(item, depth - 1);
    if (found) return [cleanText(name, 80), ...found];
  }
  return null;
}

/** What JSON makes of brackets; dates and bytes are values. */
function isContainer(value: unknown): value is object {
  return (
    typeof value === "object" &&
    value !== null &&
    !(value instanceof Date) &&
    !ArrayBuffer.isView(value)
  );
}

/** Whether Postgres can hold the text as it is. */
export function isStorable(text: string): boolean {
  return !text.includes("\u0000") && text.isWellFormed();
}

/** How deep the brackets of a JSON text go, outside of strings: told without parsing it. */
export function measureDepth(json: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let index = 0; index < json.length; index += 1) {
    const code = json.charCodeAt(index);
    if (inString) {
      if (code === 0x5c) index += 1;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x7b || code === 0x5b) deepest = Math.max(deepest, (depth += 1));
    else if (code === 0x7d || code === 0x5d) depth -= 1;
  }
  return deepest;
}
