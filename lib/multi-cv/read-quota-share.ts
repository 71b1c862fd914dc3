import { readDailyQuota } from "@/db/queries/integrations/daily-quotas.ts";
import { listEnvironments } from "@/db/queries/flows/environments-for-engine.ts";
import { dayInZone } from "@/lib/core/period.ts";
import type { Environment, FlowContext } from "@/lib/engine/flows/flow-context.ts";
import { quotaKeyOf } from "@/lib/engine/flows/limit-calls.ts";
import { readOnce } from "./read-once.ts";

/** From here on only the cheapest question is asked; the rest of the day belongs to webhooks and flows. */
export const SAVE_FROM = 0.7;
/** From here on a sweep asks nothing. */
export const STOP_FROM = 0.95;
/** What a night's whole reading may take of a day, whatever else was called before it. */
export const NIGHT_UNTIL = 0.5;

/** How much of the day's calls of an environment is used. */
export interface QuotaShare {
  /** Calls of a day; null = nobody gave a number, nothing is counted. */
  limit: number | null;
  used: number;
  /** 0 where nothing is counted. */
  share: number;
}

/** Reads what the day has used of an environment's quota so far. */
export async function readQuotaShare(
  ctx: FlowContext,
  environment: Pick<Environment, "id">,
): Promise<QuotaShare> {
  const rows = await readOnce(ctx, "environment-rows", () =>
    listEnvironments(ctx.db, ctx.organization.id, ctx.integrationId),
  );
  const row = rows.find(({ id }) => id === environment.id);
  const limit = row?.dailyLimit ?? null;
  if (!row || limit === null) return { limit: null, used: 0, share: 0 };
  const today = dayInZone(ctx.now(), ctx.organization.timeZone);
  const used = (await readDailyQuota(ctx.db, quotaKeyOf(row), today))?.used ?? 0;
  return { limit, used, share: limit > 0 ? used / limit : 1 };
}

/** Whether a night may still ask an environment something. */
export const mayGoOn = async (ctx: FlowContext, environment: Pick<Environment, "id">) =>
  (await readQuotaShare(ctx, environment)).share < NIGHT_UNTIL;
