import type { Metadata } from "next";
import { FlowPicker } from "@/components/multi-cv/flow-picker.tsx";
import { SetupScreen } from "@/components/multi-cv/setup-screen.tsx";
import { readSetup } from "@/lib/admin/multi-cv/read-setup.ts";
import { can } from "@/lib/core/permissions.ts";
import { setActive } from "../../integracoes/actions.ts";
import { openValue } from "../../open-value.ts";
import type { SearchParams } from "../../read-list-state.ts";
import {
  adoptDevelopments,
  checkEnvironmentNow,
  confirmAllCertain,
  createEnvironmentOf,
  loadEverything,
  rehearse,
  updateEnvironmentOf,
} from "../actions.ts";
import { NoFlow, openFlow } from "../open-flow.tsx";

export const metadata: Metadata = { title: "Configuração do Multi CV" };

/** "Configuração do Multi CV": the guided page from nothing to the first reservation. */
export default async function SetupPage({ searchParams }: { searchParams: SearchParams }) {
  const { actor, scope, current } = await openFlow(searchParams);
  if (!current) return <NoFlow title="Configuração do Multi CV" actor={actor} />;
  const initial = openValue(await readSetup(actor, { integrationId: current.id }));
  const actions = can(actor, "edit")
    ? {
        create: createEnvironmentOf,
        update: updateEnvironmentOf,
        check: checkEnvironmentNow,
        loadAll: loadEverything,
        adopt: adoptDevelopments,
        confirmCertain: confirmAllCertain,
        rehearse,
        setActive,
      }
    : null;
  return (
    <SetupScreen
      key={current.id}
      initial={initial}
      timeZone={current.timeZone}
      picker={<FlowPicker choices={scope.choices} current={current} path="/reservas/configurar" />}
      actions={actions}
    />
  );
}
