import type { Metadata } from "next";
import { DevelopmentsScreen } from "@/components/multi-cv/developments-screen.tsx";
import { FlowPicker } from "@/components/multi-cv/flow-picker.tsx";
import { listDevelopments } from "@/lib/admin/multi-cv/list-developments.ts";
import { parseGridQuery } from "@/lib/core/grid.ts";
import { can } from "@/lib/core/permissions.ts";
import { openValue } from "../../open-value.ts";
import type { SearchParams } from "../../read-list-state.ts";
import {
  checkDevelopmentNow,
  createDevelopmentOf,
  importDevelopmentFile,
  updateDevelopmentOf,
} from "../actions.ts";
import { NoFlow, openFlow } from "../open-flow.tsx";

export const metadata: Metadata = { title: "Empreendimentos" };

/** "Empreendimentos". */
export default async function DevelopmentsPage({ searchParams }: { searchParams: SearchParams }) {
  const { actor, params, scope, current, environments } = await openFlow(searchParams);
  if (!current) return <NoFlow title="Empreendimentos" actor={actor} />;
  const initial = openValue(
    await listDevelopments(actor, { integrationId: current.id, query: parseGridQuery(params) }),
  );
  const actions = can(actor, "edit")
    ? {
        create: createDevelopmentOf,
        update: updateDevelopmentOf,
        importFile: importDevelopmentFile,
        check: checkDevelopmentNow,
      }
    : null;
  return (
    <DevelopmentsScreen
      key={current.id}
      integrationId={current.id}
      initial={initial}
      environments={environments}
      timeZone={current.timeZone}
      picker={
        <FlowPicker choices={scope.choices} current={current} path="/reservas/empreendimentos" />
      }
      actions={actions}
    />
  );
}
