import type { Metadata } from "next";
import Link from "next/link";
import { PlanMissingDialog } from "@/components/days/plan-missing-dialog.tsx";
import { IntegrationsList } from "@/components/integrations/integrations-list.tsx";
import { Button } from "@/components/ui/button.tsx";
import { PageHead } from "@/components/ui/page-head.tsx";
import { listIntegrations } from "@/lib/admin/integrations/list-integrations.ts";
import {
  type IntegrationsSummary,
  summarizeIntegrations,
} from "@/lib/admin/integrations/summarize-integrations.ts";
import { requirePermission } from "@/lib/auth/current-actor.ts";
import { readFocusedClient } from "@/lib/auth/focused-client.ts";
import { parseGridQuery } from "@/lib/core/grid.ts";
import { can } from "@/lib/core/permissions.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { openValue } from "../open-value.ts";
import { toParams } from "../read-list-state.ts";
import { plan, start } from "./[id]/dias/actions.ts";
import { setActive } from "./actions.ts";

export const metadata: Metadata = { title: "Integrações" };

/** The list "Integrações". */
export default async function IntegrationsPage({ searchParams }: PageProps<"/integracoes">) {
  const actor = await requirePermission("view");
  const params = await toParams(searchParams);
  const organizationId = await readFocusedClient(actor);
  const [list, summarized] = await Promise.all([
    listIntegrations(actor, { query: parseGridQuery(params), organizationId }),
    summarizeIntegrations(actor, { organizationId }),
  ]);
  const summary = openValue(summarized);
  const registered = Number(params.get("cadastrada"));
  const may = {
    edit: can(actor, "edit"),
    run: can(actor, "run"),
    logs: can(actor, "logs"),
    register: can(actor, "register"),
  };
  return (
    <>
      <PageHead
        title="Integrações"
        state={formatSummary(summary)}
        actions={
          <>
            {may.run && summary.missing.length > 0 && (
              <PlanMissingDialog integrationIds={summary.missing} actions={{ plan, start }} />
            )}
            {may.register && (
              <Button asChild>
                <Link href="/integracoes/nova">Cadastrar integração</Link>
              </Button>
            )}
          </>
        }
      />
      <IntegrationsList
        key={registered || "list"}
        initial={openValue(list)}
        types={summary.types}
        organizations={
          actor.organizationId === null && organizationId === null ? summary.organizations : null
        }
        timeZone={actor.timeZone}
        may={may}
        registered={Number.isSafeInteger(registered) && registered > 0 ? registered : null}
        setActive={setActive}
      />
    </>
  );
}

/** "12 ativas · 2 com falha · 1 pausada automaticamente". */
function formatSummary({ active, failing, paused, missing }: IntegrationsSummary): string {
  return [
    formatCount(active, "ativa", "ativas"),
    failing > 0 && formatCount(failing, "com falha", "com falha"),
    paused > 0 && formatCount(paused, "pausada automaticamente", "pausadas automaticamente"),
    missing.length > 0 && formatCount(missing.length, "com dias que faltam", "com dias que faltam"),
  ]
    .filter(Boolean)
    .join(" · ");
}
