import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ChooseClient } from "@/components/movements/choose-client.tsx";
import { MovementsTabs } from "@/components/movements/movements-tabs.tsx";
import { RegisterGrid } from "@/components/movements/register-grid.tsx";
import { UploadArea } from "@/components/movements/upload-area.tsx";
import { PageHead } from "@/components/ui/page-head.tsx";
import { listRegister } from "@/lib/admin/movements/list-register.ts";
import { requirePermission } from "@/lib/auth/current-actor.ts";
import { CSV_MODEL } from "@/lib/core/csv-models.ts";
import { isRegisterList, REGISTER_WORDS } from "@/lib/core/register-list.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { openValue } from "../../open-value.ts";
import { readListState } from "../../read-list-state.ts";
import { readAreaScope } from "../read-clients.ts";

export async function generateMetadata({
  params,
}: PageProps<"/movimentos/[lista]">): Promise<Metadata> {
  const { lista } = await params;
  return { title: isRegisterList(lista) ? REGISTER_WORDS[lista].title : "Movimentos" };
}

/** The tabs of what came in besides imports, days and products. */
export default async function RegisterPage({
  params,
  searchParams,
}: PageProps<"/movimentos/[lista]">) {
  const { lista } = await params;
  if (!isRegisterList(lista)) notFound();
  const actor = await requirePermission("movements");
  const { clients, focused } = await readAreaScope(actor);
  const href = `/movimentos/${lista}` as const;
  const tabs = <MovementsTabs current={href} />;
  if (clients !== null && focused === null) {
    return (
      <>
        <PageHead title="Movimentos">{tabs}</PageHead>
        <ChooseClient clients={clients} href={href} />
      </>
    );
  }
  const page = openValue(
    await listRegister(actor, {
      list: lista,
      query: await readListState(searchParams),
      organizationId: focused,
    }),
  );
  const { one, many } = REGISTER_WORDS[lista];
  return (
    <UploadArea
      title="Movimentos"
      state={formatCount(page.total, one, many)}
      tabs={tabs}
      clients={clients}
      focusedClient={focused}
      grid={lista}
      accept=".csv,.txt,.xml,.zip"
      models={[CSV_MODEL[lista]]}
    >
      <RegisterGrid key={lista} list={lista} initial={page} />
    </UploadArea>
  );
}
