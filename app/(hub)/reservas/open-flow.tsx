import Link from "next/link";
import { StartSetup } from "@/components/multi-cv/start-setup.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { Button } from "@/components/ui/button.tsx";
import { PageHead } from "@/components/ui/page-head.tsx";
import type {
  EnvironmentChoice,
  FlowChoice,
  FlowScopeView,
} from "@/lib/admin/multi-cv/read-flow-scope.ts";
import { readFlowScope } from "@/lib/admin/multi-cv/read-flow-scope.ts";
import { requirePermission } from "@/lib/auth/current-actor.ts";
import { readFocusedClient } from "@/lib/auth/focused-client.ts";
import type { SignedInActor } from "@/lib/auth/sessions.ts";
import { can } from "@/lib/core/permissions.ts";
import { openValue } from "../open-value.ts";
import { startSetup } from "./actions.ts";
import { type SearchParams, toParams } from "../read-list-state.ts";

/** What an area of Multi CV opens with; `current` null = there is no such integration to look at. */
export interface OpenedFlow {
  actor: SignedInActor;
  params: URLSearchParams;
  scope: FlowScopeView;
  current: FlowChoice | null;
  environments: EnvironmentChoice[];
}

/** Reads which integration an area looks at: `?integracao=`, else the first the person may see. */
export async function openFlow(searchParams: SearchParams): Promise<OpenedFlow> {
  const actor = await requirePermission("view");
  const params = await toParams(searchParams);
  const asked = Number(params.get("integracao"));
  const scope = openValue(
    await readFlowScope(actor, {
      organizationId: await readFocusedClient(actor),
      integrationId: Number.isSafeInteger(asked) && asked > 0 ? asked : null,
    }),
  );
  return { actor, params, scope, current: scope.current, environments: scope.environments };
}

/** An area without anything to look at yet. */
export async function NoFlow({ title, actor }: { title: string; actor: SignedInActor }) {
  const focused = await readFocusedClient(actor);
  return (
    <>
      <PageHead title={title} />
      <EmptyState
        title="Nenhuma integração Multi CV ainda"
        action={
          can(actor, "register") &&
          (actor.organizationId === null && !focused ? (
            <Button asChild>
              <Link href="/integracoes/nova">Cadastrar integração</Link>
            </Button>
          ) : (
            <StartSetup start={startSetup} />
          ))
        }
      >
        A integração Multi CV conecta o ambiente Hub do CV aos terminais e ao Sienge. Ela é
        configurada em uma só página e só transfere reservas depois de ativada.
      </EmptyState>
    </>
  );
}
