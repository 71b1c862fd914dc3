import type { Metadata } from "next";
import { FlowPicker } from "@/components/multi-cv/flow-picker.tsx";
import { MappingsScreen } from "@/components/multi-cv/mappings-screen.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { PageHead } from "@/components/ui/page-head.tsx";
import { listMappings } from "@/lib/admin/multi-cv/list-mappings.ts";
import { MAPPING_KINDS } from "@/lib/multi-cv/words/mappings.ts";
import { can } from "@/lib/core/permissions.ts";
import { openValue } from "../../open-value.ts";
import type { SearchParams } from "../../read-list-state.ts";
import { addTypedMapping, confirmCertain, confirmOne, loadMappings } from "../actions.ts";
import { NoFlow, openFlow } from "../open-flow.tsx";

export const metadata: Metadata = { title: "Mapeamentos" };

/** "Mapeamentos". */
export default async function MappingsPage({ searchParams }: { searchParams: SearchParams }) {
  const { actor, params, scope, current, environments } = await openFlow(searchParams);
  if (!current) return <NoFlow title="Mapeamentos" actor={actor} />;
  const picker = (
    <FlowPicker choices={scope.choices} current={current} path="/reservas/mapeamentos" />
  );
  const mapped = environments.filter(({ kind }) => kind === "cv");
  const asked = mapped.find(({ id }) => String(id) === params.get("ambiente"));
  const environment = asked ?? mapped.find(({ code }) => code !== "hub") ?? mapped[0];
  if (!environment) {
    return (
      <>
        <PageHead title="Mapeamentos" actions={picker} />
        <EmptyState title="Nenhum ambiente ainda">
          Cadastre o Hub e os terminais em Tokens para carregar os mapeamentos.
        </EmptyState>
      </>
    );
  }
  const kind =
    environment.code === "hub"
      ? "situation"
      : (MAPPING_KINDS.find((known) => known === params.get("tipo")) ?? "situation");
  const view = openValue(
    await listMappings(actor, { integrationId: current.id, environmentId: environment.id, kind }),
  );
  const actions = can(actor, "edit")
    ? { load: loadMappings, confirm: confirmOne, confirmCertain, add: addTypedMapping }
    : null;
  return (
    <MappingsScreen
      integrationId={current.id}
      environments={mapped}
      environmentId={environment.id}
      kind={kind}
      view={view}
      timeZone={current.timeZone}
      picker={picker}
      actions={actions}
    />
  );
}
