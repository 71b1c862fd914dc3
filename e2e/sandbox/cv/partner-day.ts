/** CV and Sienge live at UTC-3 all the year round. */
const OFFSET_MS = -180 * 60_000;

/** "2026-09-01" */
export function partnerDay(now = new Date()): string {
  return new Date(now.getTime() + OFFSET_MS).toISOString().slice(0, 10);
}

/** "2026-09-01 10:12:44", as CV writes moments. */
export function partnerMoment(now = new Date()): string {
  return new Date(now.getTime() + OFFSET_MS).toISOString().slice(0, 19).replace("T", " ");
}
