import type { Metadata } from "next";
import { ReceivedScreen } from "@/components/received/received-screen.tsx";
import { ReceivedTabs } from "@/components/received/received-tabs.tsx";
import { PageHead } from "@/components/ui/page-head.tsx";
import { listAllReceived, listReceivedChoices } from "@/lib/admin/received/list-all-received.ts";
import { requirePermission } from "@/lib/auth/current-actor.ts";
import { readFocusedClient } from "@/lib/auth/focused-client.ts";
import { can } from "@/lib/core/permissions.ts";
import { openValue } from "../open-value.ts";
import { readListState } from "../read-list-state.ts";

export const metadata: Metadata = { title: "Recebidos" };

/** What partners sent in, over all integrations. */
export default async function ReceivedAreaPage({ searchParams }: PageProps<"/recebidos">) {
  const actor = await requirePermission("view");
  const organizationId = await readFocusedClient(actor);
  const choices = openValue(await listReceivedChoices(actor, { organizationId }));
  const initial = openValue(
    await listAllReceived(actor, {
      organizationId,
      query: await readListState(searchParams),
    }),
  );
  return (
    <>
      <PageHead
        title="Recebidos"
        state="O que os parceiros enviaram: promoções, retornos de preços, conferências e conciliações."
      >
        <ReceivedTabs current="/recebidos" proposals={can(actor, "movements")} />
      </PageHead>
      <ReceivedScreen initial={initial} choices={choices} timeZone={actor.timeZone} />
    </>
  );
}
