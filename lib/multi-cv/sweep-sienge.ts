import { findState, setState } from "@/db/queries/integrations/connector-state.ts";
import { listEndpoints } from "@/db/queries/events/webhook-endpoints.ts";
import { addDays, dayInZone } from "@/lib/core/period.ts";
import type { Environment, FlowContext } from "@/lib/engine/flows/flow-context.ts";
import { flowSettings } from "./flow-settings.ts";
import { openSiengeLine } from "./open-lines.ts";
import { readQuotaShare, SAVE_FROM, STOP_FROM } from "./read-quota-share.ts";
import type { SalesContract } from "./sienge/contract-shape.ts";
import {
  DELTA_FILTERS,
  type DeltaFilter,
  listChangedContracts,
  type OnUnread,
} from "./sienge/list-contracts.ts";
import { warnOfQuota } from "./sweep-environment.ts";

const SWEEP_MINUTES = 5;
const HOOKS_ALIVE_HOURS = 24;

/**
 * Contracts that changed since the last look, by the filters that the day's quota and the webhooks
 * make reasonable. null = not asked, the quota is almost spent.
 */
export async function sweepSienge(
  ctx: FlowContext,
  environment: Environment,
): Promise<SalesContract[] | null> {
  const filters = await chooseFilters(ctx, environment);
  if (!filters) {
    warnOfQuota(ctx, environment);
    return null;
  }
  const { timeZone } = ctx.organization;
  const scope = {
    organizationId: ctx.organization.id,
    integrationId: ctx.integrationId,
    now: ctx.now(),
  };
  const key = `sienge-delta:${environment.id}`;
  const today = dayInZone(ctx.now(), timeZone);
  const last = (await findState(ctx.db, scope, [key])).get(key) ?? today;
  // Filters know days, not hours: what was done late yesterday may only show today. After a
  // downtime, from where it began.
  const contracts = await listChangedContracts(
    openSiengeLine(environment),
    addDays(last < today ? last : today, -1),
    filters,
    logUnread(ctx),
  );
  if (filters.length === DELTA_FILTERS.length || last === today)
    await setState(ctx.db, scope, key, today, null);
  return contracts;
}

/** Each unread contract stands in the log, by its number. */
export function logUnread({ log }: FlowContext): OnUnread {
  return ({ detail, message }) =>
    log("error", `${detail ?? message} Os outros contratos foram lidos.`);
}

/** All four when webhooks are silent, or at the rhythm set; else the one that sees most. */
async function chooseFilters(
  ctx: FlowContext,
  environment: Environment,
): Promise<readonly DeltaFilter[] | null> {
  const { share } = await readQuotaShare(ctx, environment);
  if (share >= STOP_FROM) return null;
  if (share >= SAVE_FROM) return ["modifiedAfter"];
  const endpoint = (await listEndpoints(ctx.db, ctx.organization.id, ctx.integrationId)).find(
    ({ source }) => source === environment.code,
  );
  const hooksAlive =
    endpoint?.lastSeenAt != null &&
    ctx.now().getTime() - endpoint.lastSeenAt.getTime() < HOOKS_ALIVE_HOURS * 3_600_000;
  const minutes = Math.floor(ctx.now().getTime() / 60_000);
  return !hooksAlive ||
    minutes % Math.max(SWEEP_MINUTES, flowSettings(ctx).integer("sienge_completa_min")) <
      SWEEP_MINUTES
    ? DELTA_FILTERS
    : ["modifiedAfter"];
}
