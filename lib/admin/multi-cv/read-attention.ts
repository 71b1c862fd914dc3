import { z } from "zod";
import { pageDecisions } from "@/db/queries/flows/decision-list.ts";
import { pageDivergences, readReconciliation } from "@/db/queries/flows/divergences.ts";
import { countCarriedToday, listEngagedBrakes } from "@/db/queries/flows/flow-board.ts";
import { listEnvironments } from "@/db/queries/flows/multi-cv-scope.ts";
import { pageReservations } from "@/db/queries/flows/reservation-list.ts";
import type { GridPage } from "@/lib/core/grid.ts";
import { defineUseCase } from "../define-use-case.ts";
import { type DecisionRow, toDecisionRow } from "./list-decisions.ts";
import { type DivergenceRow, toDivergenceRow } from "./reconciliation.ts";
import { flowInput, requireFlow } from "./require-flow.ts";
import { type ReservationRow, toReservationRow } from "./reservation-row.ts";

/** How many of each are shown before "Ver todas". */
const SHOWN = 5;
const FIRST = { page: 1, pageSize: SHOWN, search: "", sort: null };

/** What waits for a person in one integration: the first of each, and how many there are. */
export interface AttentionView {
  integrationId: number;
  active: boolean;
  stuck: GridPage<ReservationRow>;
  decisions: GridPage<DecisionRow>;
  divergences: GridPage<DivergenceRow>;
  /** When everything was compared last; null = never. */
  comparedAt: string | null;
  brakes: string[];
  paused: { id: number; name: string; reason: string }[];
  carriedToday: number;
}

/** "Pendências": what needs a person, before anything else. */
export const readAttention = defineUseCase({
  name: "read-attention",
  permission: "view",
  input: z.object(flowInput),
  async run({ input, tx }): Promise<AttentionView> {
    const flow = await requireFlow(tx, input.integrationId);
    const stuck = await pageReservations(tx, flow, { ...FIRST, filters: { state: ["stuck"] } });
    const decisions = await pageDecisions(tx, flow, { ...FIRST, filters: {} });
    const divergences = await pageDivergences(tx, flow, { ...FIRST, filters: {} });
    const { made } = await readReconciliation(tx, flow);
    const brakes = await listEngagedBrakes(tx, flow);
    const environments = await listEnvironments(tx, flow);
    return {
      integrationId: flow.integrationId,
      active: flow.active,
      stuck: { total: stuck.total, rows: stuck.rows.map(toReservationRow) },
      decisions: { total: decisions.total, rows: decisions.rows.map(toDecisionRow) },
      divergences: { total: divergences.total, rows: divergences.rows.map(toDivergenceRow) },
      comparedAt: made?.madeAt.toISOString() ?? null,
      brakes: brakes.map(({ reason }) => reason),
      paused: environments
        .filter(({ pausedAt }) => pausedAt !== null)
        .map(({ id, name, pausedReason }) => ({ id, name, reason: pausedReason ?? "" })),
      carriedToday: await countCarriedToday(tx, flow, flow.timeZone),
    };
  },
});
