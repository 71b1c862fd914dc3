import type { Metadata } from "next";
import { FlowPicker } from "@/components/multi-cv/flow-picker.tsx";
import { ReconciliationScreen } from "@/components/multi-cv/reconciliation-screen.tsx";
import { listDivergences, readReconciliation } from "@/lib/admin/multi-cv/reconciliation.ts";
import { parseGridQuery } from "@/lib/core/grid.ts";
import { can } from "@/lib/core/permissions.ts";
import { openValue } from "../../open-value.ts";
import type { SearchParams } from "../../read-list-state.ts";
import { reconcileNow, reviewNow } from "../actions.ts";
import { NoFlow, openFlow } from "../open-flow.tsx";

export const metadata: Metadata = { title: "Conciliação" };

/** "Conciliação". */
export default async function ReconciliationPage({ searchParams }: { searchParams: SearchParams }) {
  const { actor, params, scope, current, environments } = await openFlow(searchParams);
  if (!current) return <NoFlow title="Conciliação" actor={actor} />;
  const [view, initial] = [
    openValue(await readReconciliation(actor, { integrationId: current.id })),
    openValue(
      await listDivergences(actor, { integrationId: current.id, query: parseGridQuery(params) }),
    ),
  ];
  return (
    <ReconciliationScreen
      key={current.id}
      integrationId={current.id}
      initial={initial}
      view={view}
      environments={environments}
      timeZone={current.timeZone}
      picker={<FlowPicker choices={scope.choices} current={current} path="/reservas/conciliacao" />}
      request={can(actor, "run") ? reconcileNow : null}
      review={can(actor, "reprocess") ? reviewNow : null}
    />
  );
}
