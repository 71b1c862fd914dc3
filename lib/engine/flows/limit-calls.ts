import type { Queryable } from "@/db/client.ts";
import { blockBudget } from "@/db/queries/integrations/budgets.ts";
import { claimDailyQuota } from "@/db/queries/integrations/daily-quotas.ts";
import type { EnvironmentRow } from "@/db/queries/flows/environments-for-engine.ts";
import type { RateBudget } from "@/lib/connectors/define.ts";
import { PartnerError } from "@/lib/core/errors.ts";
import { localClock } from "@/lib/core/local-time.ts";
import { dayInZone } from "@/lib/core/period.ts";
import { claimBudget } from "../budget.ts";

/** Both partners publish 200 calls a minute: CV a tenant, Sienge a subdomain, there with 20 for bulk data. */
const CALLS_PER_MINUTE = 200;
const BULK_PER_MINUTE = 20;
/** A refusal without Retry-After: both refuse for the following minute. A longer one than this is not believed. */
const REST_SECONDS = 60;
const LONGEST_REST_SECONDS = 15 * 60;

/** Nothing was asked: the day's quota was spent before. */
export class QuotaSpentError extends PartnerError {}

interface Limit {
  key: string;
  budget: RateBudget;
}

/** Whose limits an environment shares: those of its CV host or of its Sienge subdomain, whichever integration calls. */
export function budgetsOf(row: Pick<EnvironmentRow, "kind" | "baseUrl" | "tenant" | "settings">): {
  calls: Limit;
  bulk: Limit;
} {
  const agreed = row.settings.callsPerMinute;
  const calls = typeof agreed === "number" && agreed >= 1 ? agreed : CALLS_PER_MINUTE;
  const key = quotaKeyOf(row);
  return {
    calls: { key, budget: { calls, perSeconds: 60 } },
    bulk: {
      key: `${key}:bulk`,
      budget: { calls: Math.min(BULK_PER_MINUTE, calls), perSeconds: 60 },
    },
  };
}

/** The key of {@link claimDailyQuota} for an environment; screens read the day's consumption by it. */
export function quotaKeyOf(row: Pick<EnvironmentRow, "kind" | "baseUrl" | "tenant">): string {
  return row.kind === "sienge"
    ? `sienge:${new URL(row.baseUrl).host}/${row.tenant}`
    : `cv:${new URL(row.baseUrl).host}`;
}

/** Every call waits for the minute's budget and takes one of the day's; a refusal holds everybody's calls. */
export function limitCalls({
  db,
  row,
  limit,
  timeZone,
  now,
}: {
  db: Queryable;
  row: EnvironmentRow;
  limit: Limit;
  timeZone: string;
  now: () => Date;
}) {
  return {
    take: async (signal: AbortSignal) => {
      await claimBudget(db, limit.key, limit.budget, signal);
      if (row.dailyLimit === null) return;
      const today = dayInZone(now(), timeZone);
      if (await claimDailyQuota(db, quotaKeyOf(row), today, row.dailyLimit)) return;
      throw new QuotaSpentError(
        "rate_limited",
        `A cota diária de ${row.dailyLimit.toLocaleString("pt-BR")} chamadas de “${row.name}” acabou.`,
        { retryAfterSeconds: secondsUntilTomorrow(now(), timeZone) },
      );
    },
    refused: (retryAfterSeconds: number | undefined) =>
      blockBudget(db, limit.key, Math.min(LONGEST_REST_SECONDS, retryAfterSeconds ?? REST_SECONDS)),
  };
}

function secondsUntilTomorrow(now: Date, timeZone: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = localClock(timeZone)(now)
    .time.split(":")
    .map(Number);
  return 86_400 - (hours * 3600 + minutes * 60 + seconds) + 30;
}
