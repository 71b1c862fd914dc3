import type { Metadata } from "next";
import { DecisionsScreen } from "@/components/multi-cv/decisions-screen.tsx";
import { FlowPicker } from "@/components/multi-cv/flow-picker.tsx";
import { PageHead } from "@/components/ui/page-head.tsx";
import { listDecisions } from "@/lib/admin/multi-cv/list-decisions.ts";
import { parseGridQuery } from "@/lib/core/grid.ts";
import { can } from "@/lib/core/permissions.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { openValue } from "../../open-value.ts";
import type { SearchParams } from "../../read-list-state.ts";
import { answerQuestion } from "../actions.ts";
import { NoFlow, openFlow } from "../open-flow.tsx";

export const metadata: Metadata = { title: "Decisões pendentes" };

/** "Decisões pendentes". */
export default async function DecisionsPage({ searchParams }: { searchParams: SearchParams }) {
  const { actor, params, scope, current } = await openFlow(searchParams);
  if (!current) return <NoFlow title="Decisões pendentes" actor={actor} />;
  const initial = openValue(
    await listDecisions(actor, { integrationId: current.id, query: parseGridQuery(params) }),
  );
  const count = scope.openDecisions;
  return (
    <>
      <PageHead
        title="Decisões pendentes"
        state={
          count === 0
            ? "Nenhuma decisão aguardando resposta."
            : `${formatCount(count, "decisão aguardando", "decisões aguardando")} resposta.`
        }
        actions={<FlowPicker choices={scope.choices} current={current} path="/reservas/decisoes" />}
      />
      <DecisionsScreen
        key={current.id}
        integrationId={current.id}
        initial={initial}
        timeZone={current.timeZone}
        answer={can(actor, "reprocess") ? answerQuestion : null}
      />
    </>
  );
}
