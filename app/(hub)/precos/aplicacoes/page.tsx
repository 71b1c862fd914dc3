import type { Metadata } from "next";
import { ChooseClient } from "@/components/movements/choose-client.tsx";
import { ApplicationsList } from "@/components/prices/applications-list.tsx";
import { NoErpBanner } from "@/components/prices/no-erp-banner.tsx";
import { PricesTabs } from "@/components/prices/prices-tabs.tsx";
import { PageHead } from "@/components/ui/page-head.tsx";
import { listPriceApplications } from "@/lib/admin/prices/list-price-applications.ts";
import { readPriceArea } from "@/lib/admin/prices/list-price-suggestions.ts";
import { requirePermission } from "@/lib/auth/current-actor.ts";
import { can } from "@/lib/core/permissions.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { openValue } from "../../open-value.ts";
import { readListState } from "../../read-list-state.ts";
import { readAreaScope } from "../../movimentos/read-clients.ts";

const TITLE = "Alteração de Preço/Oferta";

export const metadata: Metadata = { title: "Aplicações de preço" };

/** The tab "Aplicações". */
export default async function ApplicationsPage({ searchParams }: PageProps<"/precos/aplicacoes">) {
  const actor = await requirePermission("prices");
  const { clients, focused } = await readAreaScope(actor);
  const tabs = <PricesTabs current="/precos/aplicacoes" />;
  if (clients !== null && focused === null) {
    return (
      <>
        <PageHead title={TITLE}>{tabs}</PageHead>
        <ChooseClient clients={clients} href="/precos/aplicacoes" />
      </>
    );
  }
  const { erpKeys } = openValue(await readPriceArea(actor, { organizationId: focused }));
  const page = openValue(
    await listPriceApplications(actor, {
      organizationId: focused,
      query: await readListState(searchParams),
    }),
  );
  return (
    <>
      <PageHead title={TITLE} state={formatCount(page.total, "aplicação", "aplicações")}>
        {tabs}
      </PageHead>
      {erpKeys === 0 && <NoErpBanner mayMakeKeys={can(actor, "organizations")} />}
      <ApplicationsList initial={page} timeZone={actor.timeZone} />
    </>
  );
}
