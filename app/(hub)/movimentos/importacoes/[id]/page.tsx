import type { Metadata } from "next";
import { ImportDetail } from "@/components/movements/import-detail";
import { listRefusals } from "@/lib/admin/movements/list-refusals.ts";
import { readImport } from "@/lib/admin/movements/read-import.ts";
import { requirePermission } from "@/lib/auth/current-actor.ts";
import { parseGridQuery } from "@/lib/core/grid.ts";
import { openValue, toUrlParams } from "../../../integracoes/[id]/open-value.ts";

export const metadata: Metadata = { title: "Importação" };

/** One import and what it did not take. */
export default async function ImportPage({ params, searchParams }: PageProps<"/movimentos/importacoes/[id]">) {
  const actor = await requirePermission("movements");
  const importId = Number((await params).id);
  const found = openValue(await readImport(actor, { importId }));
  const refusals = openValue(await listRefusals(actor, { importId, query: parseGridQuery(toUrlParams(await searchParams)) }));
  return <ImportDetail key={importId} initial={found} refusals={refusals} timeZone={actor.timeZone} />;
}
