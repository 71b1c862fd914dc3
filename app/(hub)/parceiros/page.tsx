import type { Metadata } from "next";
import { PartnersBoard } from "@/components/partners/partners-board.tsx";
import { Alert } from "@/components/ui/alert.tsx";
import { PageHead } from "@/components/ui/page-head.tsx";
import { readPartnerHealth } from "@/lib/admin/partners/read-partner-health.ts";
import { readStandIns } from "@/lib/admin/partners/read-stand-ins.ts";
import { requirePermission } from "@/lib/auth/current-actor.ts";
import { readFocusedClient } from "@/lib/auth/focused-client.ts";
import { openValue } from "../open-value.ts";

export const metadata: Metadata = { title: "Parceiros" };

/** Every type with its last run; in the demo, beside what the stand-in partner received of it. */
export default async function PartnersPage() {
  const actor = await requirePermission("view");
  const rows = openValue(
    await readPartnerHealth(actor, { organizationId: await readFocusedClient(actor) }),
  );
  // What a stand-in received is not for who has no integration with it.
  const standIns = await readStandIns(
    rows.filter(({ integrations }) => integrations > 0).map(({ id }) => id),
  );
  const ran = rows.filter(({ last }) => last !== null).length;
  const failing = rows.filter(({ failing: count }) => count > 0).length;
  return (
    <>
      <PageHead
        title={standIns === null ? "Parceiros" : "Parceiros na demonstração"}
        state={`${ran} de ${rows.length} tipos já executaram · ${failing === 0 ? "nenhum com falha" : `${failing} com falha`}`}
      />
      {standIns?.reached === false && (
        <Alert tone="warning" className="mb-4">
          Os parceiros simulados não responderam. Atualize a página para consultar novamente o que
          receberam.
        </Alert>
      )}
      <PartnersBoard
        rows={rows.map((row) => ({ ...row, standIn: standIns?.states.get(row.id) ?? null }))}
        timeZone={actor.timeZone}
        demo={standIns !== null}
      />
    </>
  );
}
