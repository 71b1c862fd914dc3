import type { Metadata } from "next";
import { ReceivedGrid } from "@/components/received/received-grid.tsx";
import {
  listReceivedFilters,
  listReceivedItems,
} from "@/lib/admin/received/list-received-items.ts";
import { requireActor } from "@/lib/auth/current-actor.ts";
import { openValue } from "../../../open-value.ts";
import { readListState } from "../../../read-list-state.ts";

export async function generateMetadata({
  params,
}: PageProps<"/integracoes/[id]/recebidos">): Promise<Metadata> {
  const filters = await listReceivedFilters(await requireActor(), {
    integrationId: Number((await params).id),
  });
  return { title: filters.ok ? `Recebidos · ${filters.value.description}` : "Recebidos" };
}

/** The tab "Recebidos". */
export default async function ReceivedPage({
  params,
  searchParams,
}: PageProps<"/integracoes/[id]/recebidos">) {
  const actor = await requireActor();
  const integrationId = Number((await params).id);
  const { kinds } = openValue(await listReceivedFilters(actor, { integrationId }));
  const initial = openValue(
    await listReceivedItems(actor, {
      integrationId,
      query: await readListState(searchParams),
    }),
  );
  return (
    <ReceivedGrid
      integrationId={integrationId}
      initial={initial}
      kinds={kinds}
      timeZone={actor.timeZone}
    />
  );
}
