import { z } from "zod";
import { pageDecisions } from "@/db/queries/decision-lists.ts";
import type { GridPage } from "@/lib/core/grid.ts";
import { defineUseCase } from "../define-use-case.ts";
import { gridInput } from "../grid-input.ts";
import { type DecisionView, toDecisionView } from "./decision-view.ts";
import { flowInput, requireFlow } from "./require-flow.ts";

/** A row of "Decisões pendentes". */
export interface DecisionRow extends DecisionView {
  subjectId: number;
  hubId: string;
  unit: string;
  development: string | null;
  terminal: string | null;
}

/** One page of what waits for a person. */
export const listDecisions = defineUseCase({
  name: "list-decisions",
  permission: "view",
  input: z.object({ ...flowInput, query: gridInput }),
  async run({ input, tx }): Promise<GridPage<DecisionRow>> {
    const page = await pageDecisions(tx, await requireFlow(tx, input.integrationId), input.query);
    return {
      total: page.total,
      rows: page.rows.map(({ decision, hubReservationId, unitName, environmentName, developmentName }) => ({ ...toDecisionView(decision), subjectId: decision.subjectId, hubId: hubReservationId, unit: unitName, development: developmentName, terminal: environmentName })),
    };
  },
});
