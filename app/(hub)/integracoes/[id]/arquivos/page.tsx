import type { Metadata } from "next";
import { FileGrid } from "@/components/files/file-grid.tsx";
import { listFileFilters, listIntegrationFiles } from "@/lib/admin/files/list-integration-files.ts";
import { can } from "@/lib/core/permissions.ts";
import { requireActor } from "@/lib/auth/current-actor.ts";
import { openValue } from "../../../open-value.ts";
import { readListState } from "../../../read-list-state.ts";

export async function generateMetadata({
  params,
}: PageProps<"/integracoes/[id]/arquivos">): Promise<Metadata> {
  const filters = await listFileFilters(await requireActor(), {
    integrationId: Number((await params).id),
  });
  return { title: filters.ok ? `Arquivos · ${filters.value.description}` : "Arquivos" };
}

/** The tab "Arquivos". */
export default async function FilesPage({
  params,
  searchParams,
}: PageProps<"/integracoes/[id]/arquivos">) {
  const actor = await requireActor();
  const integrationId = Number((await params).id);
  const { branches } = openValue(await listFileFilters(actor, { integrationId }));
  const initial = openValue(
    await listIntegrationFiles(actor, {
      integrationId,
      query: await readListState(searchParams),
    }),
  );
  return (
    <FileGrid
      integrationId={integrationId}
      initial={initial}
      branches={branches}
      mayDownload={can(actor, "download")}
      timeZone={actor.timeZone}
    />
  );
}
