import { PartnerError } from "@/lib/core/errors.ts";

/** What of an answer decides the kind of its failure; its body never does. */
export interface AnswerHead {
  status: number;
  headers: Headers;
}

/**
 * The failure that an HTTP status stands for. It is asked only about a status that is neither 2xx
 * nor among those that the connector accepts.
 *
 * 401 and 403 are both `auth`. Partners answer a wrong or expired key with either, and both times
 * only a person can help, here or at the partner. Repeating the call may lock the user, so the
 * integration is paused. A connector whose partner says 403 of one record, and means no
 * credentials, names it in `accept` and judges the answer itself.
 */
export function classifyHttpStatus({ status, headers }: AnswerHead, host: string): PartnerError {
  const retryAfterSeconds = readRetryAfter(headers.get("retry-after"), Date.now());
  const options = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
  if (status === 401 || status === 403)
    return new PartnerError("auth", `${host} recusou as credenciais (${status}).`);
  if (status === 429)
    return new PartnerError("rate_limited", `${host} pediu para esperar (429).`, options);
  if (status >= 500 || status === 408)
    return new PartnerError("unavailable", `${host} respondeu com erro ${status}.`, options);
  if (status >= 400) return new PartnerError("rejected", `${host} recusou os dados (${status}).`);
  return new PartnerError(
    "unexpected_shape",
    `${host} respondeu ${status}, que o Enlace não espera (redirecionamentos não são seguidos).`,
  );
}

/** Seconds or an HTTP date; undefined when there is none or it cannot be read. */
export function readRetryAfter(value: string | null, now: number): number | undefined {
  if (value === null) return undefined;
  if (/^\d{1,6}$/.test(value.trim())) return Number(value);
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - now) / 1000));
}
