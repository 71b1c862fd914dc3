import type { Metadata } from "next";
import { ProposalsScreen } from "@/components/proposals/proposals-screen.tsx";
import { ReceivedTabs } from "@/components/received/received-tabs.tsx";
import { PageHead } from "@/components/ui/page-head.tsx";
import {
  countProductProposals,
  listProductProposals,
} from "@/lib/admin/proposals/list-product-proposals.ts";
import { requirePermission } from "@/lib/auth/current-actor.ts";
import { readFocusedClient } from "@/lib/auth/focused-client.ts";
import { openValue } from "../../open-value.ts";
import { readListState } from "../../read-list-state.ts";
import { decide } from "./actions.ts";
import { formatCount } from "@/lib/core/format-count.ts";

export const metadata: Metadata = { title: "Propostas de cadastro" };

/** What catalogues propose for products, for a person to accept or refuse. */
export default async function ProposalsPage({ searchParams }: PageProps<"/recebidos/propostas">) {
  const actor = await requirePermission("movements");
  const organizationId = await readFocusedClient(actor);
  const open = openValue(await countProductProposals(actor, { organizationId }));
  const initial = openValue(
    await listProductProposals(actor, {
      organizationId,
      query: await readListState(searchParams),
    }),
  );
  return (
    <>
      <PageHead
        title="Recebidos"
        state={
          open === 0
            ? "Nenhuma proposta aguardando decisão"
            : `${formatCount(open, "proposta aguardando", "propostas aguardando")} decisão. O cadastro só muda depois de aceitas.`
        }
      >
        <ReceivedTabs current="/recebidos/propostas" proposals />
      </PageHead>
      <ProposalsScreen initial={initial} timeZone={actor.timeZone} decide={decide} />
    </>
  );
}
