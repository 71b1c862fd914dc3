import type { Metadata } from "next";
import { IMPORTS_GRID_NAME } from "@/components/movements/grid-names.ts";
import { ImportsList } from "@/components/movements/imports-list.tsx";
import { MovementsTabs } from "@/components/movements/movements-tabs.tsx";
import { UploadArea } from "@/components/movements/upload-area.tsx";
import { listImports } from "@/lib/admin/movements/list-imports.ts";
import { requirePermission } from "@/lib/auth/current-actor.ts";
import { CSV_MODEL } from "@/lib/core/csv-models.ts";
import { openValue } from "../open-value.ts";
import { readListState } from "../read-list-state.ts";
import { readAreaScope } from "./read-clients.ts";

export const metadata: Metadata = { title: "Movimentos" };

/** The tab "Importações". */
export default async function ImportsPage({ searchParams }: PageProps<"/movimentos">) {
  const actor = await requirePermission("movements");
  const { clients, focused } = await readAreaScope(actor);
  const page = openValue(
    await listImports(actor, {
      query: await readListState(searchParams),
      organizationId: focused,
    }),
  );
  return (
    <UploadArea
      title="Movimentos"
      state="Vendas, compras, cancelamentos e produtos recebidos de arquivos e do ERP"
      tabs={<MovementsTabs current="/movimentos" />}
      clients={clients}
      focusedClient={focused}
      grid={IMPORTS_GRID_NAME}
      accept=".xml,.zip,.csv,.txt"
      models={Object.values(CSV_MODEL)}
    >
      <ImportsList
        initial={page}
        timeZone={actor.timeZone}
        withClient={clients !== null && focused === null}
      />
    </UploadArea>
  );
}
