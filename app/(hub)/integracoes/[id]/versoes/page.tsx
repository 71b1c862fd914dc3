import type { Metadata } from "next";
import { VersionsList } from "@/components/integrations/versions-list.tsx";
import { listVersions } from "@/lib/admin/integrations/list-versions.ts";
import { requirePermission } from "@/lib/auth/current-actor.ts";
import { can } from "@/lib/core/permissions.ts";
import { compare, restore } from "../../actions.ts";
import { openIntegration } from "../open-integration.ts";
import { openValue } from "../../../open-value.ts";

export async function generateMetadata({
  params,
}: PageProps<"/integracoes/[id]/versoes">): Promise<Metadata> {
  return { title: `Versões · ${(await openIntegration((await params).id)).description}` };
}

/** The tab "Versões": every save, compared and restored. */
export default async function VersionsPage({ params }: PageProps<"/integracoes/[id]/versoes">) {
  const actor = await requirePermission("view");
  const opened = await openIntegration((await params).id);
  const versions = openValue(await listVersions(actor, { id: opened.id }));
  return (
    <VersionsList
      integrationId={opened.id}
      versions={versions}
      currentVersion={opened.version}
      timeZone={actor.timeZone}
      mayRestore={can(actor, "edit")}
      actions={{ compare, restore }}
    />
  );
}
