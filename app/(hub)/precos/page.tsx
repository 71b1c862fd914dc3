import { Map } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { ChooseClient } from "@/components/movements/choose-client.tsx";
import { NoErpBanner } from "@/components/prices/no-erp-banner.tsx";
import { PricesTabs } from "@/components/prices/prices-tabs.tsx";
import { ScopeForm } from "@/components/prices/scope-form.tsx";
import { SuggestionsScreen } from "@/components/prices/suggestions-screen.tsx";
import { buttonVariants } from "@/components/ui/button.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { PageHead } from "@/components/ui/page-head.tsx";
import {
  countPriceSuggestions,
  listPriceSuggestions,
  readPriceArea,
} from "@/lib/admin/prices/list-price-suggestions.ts";
import { requirePermission } from "@/lib/auth/current-actor.ts";
import { parseGridQuery } from "@/lib/core/grid.ts";
import { dayInZone } from "@/lib/core/period.ts";
import { can } from "@/lib/core/permissions.ts";
import type { PriceVerdict } from "@/lib/core/price-verdict.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { openValue } from "../open-value.ts";
import { readPeriod } from "../read-period.ts";
import { toParams } from "../read-list-state.ts";
import { readAreaScope } from "../movimentos/read-clients.ts";
import { apply, plan, saveMaxVariation, undo } from "./actions.ts";

const TITLE = "Alteração de Preço/Oferta";

/** Older suggestions are stale. */
const USUAL_DAYS = 4;

export const metadata: Metadata = { title: TITLE };

/** Suggested prices beside today's, to be applied to the branches of a zone. */
export default async function PricesPage({ searchParams }: PageProps<"/precos">) {
  const actor = await requirePermission("prices");
  const { clients, focused } = await readAreaScope(actor);
  const tabs = <PricesTabs current="/precos" />;
  if (clients !== null && focused === null) {
    return (
      <>
        <PageHead title={TITLE}>{tabs}</PageHead>
        <ChooseClient clients={clients} href="/precos" />
      </>
    );
  }
  const params = await toParams(searchParams);
  const { zones, maxVariationPercent, erpKeys } = openValue(
    await readPriceArea(actor, { organizationId: focused }),
  );
  const zone =
    zones.find(({ code }) => code === params.get("zona")) ??
    zones.find(({ lastReturn }) => lastReturn !== null) ??
    zones[0];
  if (!zone) {
    return (
      <>
        <PageHead title={TITLE}>{tabs}</PageHead>
        <EmptyState
          icon={<Map />}
          title="Nenhuma zona de preço cadastrada"
          action={
            <Link href="/movimentos/zonas" className={buttonVariants({ variant: "outline" })}>
              Ir para Zonas de preço
            </Link>
          }
        >
          Uma zona é um grupo de filiais com os mesmos preços. Importe as zonas em Movimentos ou
          envie-as pela API. As sugestões da Proffer aparecem aqui, por zona.
        </EmptyState>
      </>
    );
  }
  const today = dayInZone(new Date(), actor.timeZone);
  const scope = {
    organizationId: focused,
    zoneCode: zone.code,
    ...readPeriod(params, today, USUAL_DAYS),
  };
  const counts = openValue(await countPriceSuggestions(actor, scope));
  const initial = openValue(
    await listPriceSuggestions(actor, { ...scope, query: parseGridQuery(params) }),
  );
  const key = `${scope.zoneCode}~${scope.first}~${scope.last}`;
  return (
    <>
      <PageHead title={TITLE} state={describeCounts(counts)}>
        {tabs}
      </PageHead>
      {erpKeys === 0 && <NoErpBanner mayMakeKeys={can(actor, "organizations")} />}
      <ScopeForm
        key={`form~${key}`}
        zones={zones}
        zoneCode={zone.code}
        first={scope.first}
        last={scope.last}
        today={today}
      />
      <SuggestionsScreen
        key={key}
        scope={scope}
        initial={initial}
        maxVariationPercent={maxVariationPercent}
        beyondLimits={can(actor, "pricesBeyondLimits")}
        fetchedByErp={erpKeys > 0}
        lastReturn={zone.lastReturn}
        actions={{ plan, apply, undo, setMaxVariation: saveMaxVariation }}
      />
    </>
  );
}

/** What the visitor came for: how many can be applied, and what stands in the way of the rest. */
function describeCounts(counts: Partial<Record<PriceVerdict, number>>): string {
  const number = new Intl.NumberFormat("pt-BR");
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  if (all === 0) return "Nenhuma sugestão neste período";
  const beyond = (counts.cost ?? 0) + (counts.variation ?? 0);
  const parts = [
    formatCount(all, "sugestão", "sugestões"),
    `${number.format(counts.ok ?? 0)} dentro dos limites`,
    beyond > 0 && `${number.format(beyond)} fora dos limites`,
    (counts.pmc ?? 0) > 0 && `${number.format(counts.pmc ?? 0)} acima do PMC`,
  ];
  return parts.filter(Boolean).join(" · ");
}
