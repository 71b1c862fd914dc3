import type { Metadata } from "next";
import { ImportDetail } from "@/components/movements/import-detail.tsx";
import { IMPORT_STATUS } from "@/components/movements/import-words.ts";
import { listRefusals } from "@/lib/admin/movements/list-refusals.ts";
import { readImport } from "@/lib/admin/movements/read-import.ts";
import { requirePermission } from "@/lib/auth/current-actor.ts";
import { openValue } from "../../../open-value.ts";
import { readListState } from "../../../read-list-state.ts";

export async function generateMetadata({
  params,
}: PageProps<"/movimentos/importacoes/[id]">): Promise<Metadata> {
  const found = await readImport(await requirePermission("movements"), {
    importId: Number((await params).id),
  });
  return {
    title: found.ok
      ? `${found.value.name} · ${IMPORT_STATUS[found.value.status].label}`
      : "Importação",
  };
}

/** One import and what it did not take. */
export default async function ImportPage({
  params,
  searchParams,
}: PageProps<"/movimentos/importacoes/[id]">) {
  const actor = await requirePermission("movements");
  const importId = Number((await params).id);
  const found = openValue(await readImport(actor, { importId }));
  const refusals = openValue(
    await listRefusals(actor, { importId, query: await readListState(searchParams) }),
  );
  return (
    <ImportDetail key={importId} initial={found} refusals={refusals} timeZone={actor.timeZone} />
  );
}
