import { z } from "zod";
import { findDecision, pageDecisions } from "@/db/queries/flows/decision-list.ts";
import type { GridPage } from "@/lib/core/grid.ts";
import { defineUseCase, notFound } from "../define-use-case.ts";
import { gridInput } from "../grid-input.ts";
import { rowId } from "../people/person-fields.ts";
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

type Stored = NonNullable<Awaited<ReturnType<typeof findDecision>>>;

/** A stored question as a list shows it. */
export const toDecisionRow = ({
  decision,
  hubReservationId,
  unitName,
  environmentName,
  developmentName,
}: Stored): DecisionRow => ({
  ...toDecisionView(decision),
  subjectId: decision.subjectId,
  hubId: hubReservationId,
  unit: unitName,
  development: developmentName,
  terminal: environmentName,
});

/** One page of what waits for a person. */
export const listDecisions = defineUseCase({
  name: "list-decisions",
  permission: "view",
  input: z.object({ ...flowInput, query: gridInput<"decisions">() }),
  async run({ input, tx }): Promise<GridPage<DecisionRow>> {
    const page = await pageDecisions(tx, await requireFlow(tx, input.integrationId), input.query);
    return { rows: page.rows.map(toDecisionRow), total: page.total };
  },
});

/** One question with its facts. */
export const readDecision = defineUseCase({
  name: "read-decision",
  permission: "view",
  input: z.object({ id: rowId }),
  async run({ input, tx }): Promise<DecisionRow> {
    return toDecisionRow((await findDecision(tx, input.id)) ?? notFound("Decisão não encontrada."));
  },
});
