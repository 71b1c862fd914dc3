import { isDataError } from "@/lib/core/data-error.ts";
import { type ErrorKind, isTemporary, PartnerError } from "@/lib/core/errors.ts";
import type { RetryPolicy } from "../engine.ts";

/** No partner is believed that asks us to wait for longer than a day. */
const LONGEST_WAIT = 86_400;
/** Both partners refuse for the rest of a minute when they name no time. */
const REST_SECONDS = 60;

/** Seconds before the next try; `tries` counts the failed ones, this included. null = a person must look. */
export function delayBefore(
  retry: RetryPolicy,
  kind: ErrorKind,
  tries: number,
  error: unknown,
  random = Math.random,
): number | null {
  // A value that the database cannot hold is the same tomorrow.
  if (isDataError(error)) return null;
  const delays = isTemporary(kind) ? retry.temporary : kind === "internal" ? retry.internal : [];
  const delay = delays[Math.max(0, tries - 1)];
  if (delay === undefined) return null;
  const asked = error instanceof PartnerError ? error.retryAfterSeconds : undefined;
  const least =
    kind === "rate_limited" ? (asked ?? Math.min(REST_SECONDS, Math.max(...delays))) : (asked ?? 0);
  return Math.min(LONGEST_WAIT, Math.max(delay, least) * (1 + retry.jitter * random()));
}
