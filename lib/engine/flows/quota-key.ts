import { dayInZone } from "../../core/period.ts";

/** Under which key the calls of a day to a system are counted: its host and account, so that two integrations with one account share the count. */
export function quotaKeyOf({ kind, baseUrl, tenant }: { kind: string; baseUrl: string; tenant: string }): string {
  return `${kind}:${URL.canParse(baseUrl) ? new URL(baseUrl).host : baseUrl}/${tenant}`;
}

/** The day of a count: the partners' own, who are all in Brasília's time. */
export function quotaDayOf(now: Date): string {
  return dayInZone(now, "America/Sao_Paulo");
}
