import { z } from "zod";
import { listMissingIntegrations } from "@/db/queries/days/account-days.ts";
import { countIntegrationStates } from "@/db/queries/integrations/integration-list.ts";
import {
  listActiveOrganizations,
  listConnectorRows,
} from "@/db/queries/integrations/integrations.ts";
import { addDays } from "@/lib/core/period.ts";
import { MAX_PLANNED_INTEGRATIONS } from "../days/plan-input.ts";
import { defineUseCase } from "../define-use-case.ts";
import { rememberCount } from "./remember-count.ts";

/** As far back as a plan looks by itself. */
const LOOK_BACK_DAYS = 90;

/** What stands over the list and in its filter menus. */
export interface IntegrationsSummary {
  active: number;
  failing: number;
  paused: number;
  /** Active integrations whose partner lacks days of the last 90; at most as many as one plan takes. */
  missing: number[];
  types: Array<{ id: string; name: string }>;
  /** Empty for a client, who has no other to choose. */
  organizations: Array<{ id: number; name: string }>;
}

/** How many integrations run, fail or were paused by the hub, and what the list can be filtered by. */
export const summarizeIntegrations = defineUseCase({
  name: "summarize-integrations",
  permission: "view",
  input: z.object({ organizationId: z.number().int().positive().nullable().default(null) }),
  run: async ({ actor, input, tx, now }): Promise<IntegrationsSummary> => {
    const scope =
      actor.organizationId === null && input.organizationId !== null ? [input.organizationId] : [];
    const counts = await rememberCount(
      `states:${actor.organizationId}:${scope.join(",")}`,
      ({ active }) => active,
      () => countIntegrationStates(tx, scope),
    );
    const types = (await listConnectorRows(tx)).map(({ id, name }) => ({ id, name }));
    return {
      ...counts,
      missing: await listMissingIntegrations(
        tx,
        scope,
        addDays(now.toISOString().slice(0, 10), -LOOK_BACK_DAYS),
        MAX_PLANNED_INTEGRATIONS,
      ),
      types,
      organizations: actor.organizationId === null ? await listActiveOrganizations(tx) : [],
    };
  },
});
