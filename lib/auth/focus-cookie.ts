/** Which client an agent looks at. The parameter `?cliente=<id>` (or `todos`) of any page of the hub sets it. */
export const FOCUS_COOKIE = "enlace.client";

/**
 * The cookie's value for a `cliente` parameter: an id, "" for every client, or null when the
 * parameter says nothing.
 */
export function readFocusParameter(value: string | null): string | null {
  if (value === "todos") return "";
  return value !== null && /^[1-9]\d{0,14}$/.test(value) ? value : null;
}
