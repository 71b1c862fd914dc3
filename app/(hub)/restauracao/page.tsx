import type { Metadata } from "next";
import { PageCrumbs } from "@/components/frame/page-crumbs.tsx";
import { HeldIntegrations } from "@/components/restore/held-integrations.tsx";
import { PageHead } from "@/components/ui/page-head.tsx";
import { listRestoreHolds } from "@/lib/admin/restore/list-restore-holds.ts";
import { requirePermission } from "@/lib/auth/current-actor.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { openValue } from "../open-value.ts";
import { release } from "./actions.ts";

export const metadata: Metadata = { title: "Restauração" };

/** What waits after the database was put back from a copy, and what may have been sent since. */
export default async function RestorePage() {
  const actor = await requirePermission("edit");
  const rows = openValue(await listRestoreHolds(actor, {}));
  return (
    <>
      <PageCrumbs crumbs={[{ label: "Restauração" }]} />
      <PageHead
        title="Restauração"
        state={
          rows.length === 0
            ? "Nenhuma integração aguardando liberação."
            : `${formatCount(rows.length, "integração aguardando", "integrações aguardando")} liberação.`
        }
      />
      <HeldIntegrations rows={rows} timeZone={actor.timeZone} release={release} />
    </>
  );
}
