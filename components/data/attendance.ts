import { UNATTENDED_COOKIE, UNATTENDED_HEADER } from "@/lib/core/unattended.ts";

/** Nobody has touched the page for this long: what it reads by itself keeps no session alive. */
const UNATTENDED_AFTER_MS = 5 * 60_000;
const SIGNS = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"] as const;

let lastSeen = Date.now();

if (typeof window !== "undefined")
  for (const sign of SIGNS)
    window.addEventListener(sign, () => (lastSeen = Date.now()), { passive: true, capture: true });

/** Whether somebody sits before the page. */
export function isAttended(now = Date.now()): boolean {
  return now - lastSeen < UNATTENDED_AFTER_MS;
}

/** What a page's own reading says about that. */
export function attendanceHeaders(now = Date.now()): Record<string, string> {
  return isAttended(now) ? {} : { [UNATTENDED_HEADER]: "1" };
}

/** Draws a page again by a timer. The mark lasts just long enough for that one request. */
export function refreshByItself(refresh: () => void): void {
  if (!isAttended()) document.cookie = `${UNATTENDED_COOKIE}=1; path=/; max-age=2; samesite=lax`;
  refresh();
}
