import type { Metadata } from "next";
import { EnvironmentsScreen } from "@/components/multi-cv/environments-screen.tsx";
import { FlowPicker } from "@/components/multi-cv/flow-picker.tsx";
import { listEnvironments } from "@/lib/admin/multi-cv/list-environments.ts";
import { dayInZone } from "@/lib/core/period.ts";
import { can } from "@/lib/core/permissions.ts";
import { openValue } from "../../open-value.ts";
import type { SearchParams } from "../../read-list-state.ts";
import {
  checkEnvironmentNow,
  createEnvironmentOf,
  importEnvironmentFile,
  setPaused,
  updateEnvironmentOf,
} from "../actions.ts";
import { NoFlow, openFlow } from "../open-flow.tsx";

export const metadata: Metadata = { title: "Tokens" };

/** "Tokens". */
export default async function TokensPage({ searchParams }: { searchParams: SearchParams }) {
  const { actor, scope, current } = await openFlow(searchParams);
  if (!current) return <NoFlow title="Tokens" actor={actor} />;
  const initial = openValue(await listEnvironments(actor, { integrationId: current.id }));
  const actions = can(actor, "edit")
    ? {
        create: createEnvironmentOf,
        update: updateEnvironmentOf,
        importFile: importEnvironmentFile,
        setPaused,
        check: checkEnvironmentNow,
      }
    : null;
  return (
    <EnvironmentsScreen
      key={current.id}
      integrationId={current.id}
      initial={initial}
      timeZone={current.timeZone}
      today={dayInZone(new Date(), current.timeZone)}
      picker={<FlowPicker choices={scope.choices} current={current} path="/reservas/tokens" />}
      actions={actions}
    />
  );
}
