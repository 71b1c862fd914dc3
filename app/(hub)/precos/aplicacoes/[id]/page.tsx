import type { Metadata } from "next";
import { PageCrumbs } from "@/components/frame/page-crumbs.tsx";
import { ApplicationBadge } from "@/components/prices/application-badge.tsx";
import { ApplicationDetail } from "@/components/prices/application-detail.tsx";
import { longFetch } from "@/components/prices/fetch-words.ts";
import { PageHead } from "@/components/ui/page-head.tsx";
import {
  listPriceApplicationLines,
  readPriceApplication,
} from "@/lib/admin/prices/list-price-applications.ts";
import { requirePermission } from "@/lib/auth/current-actor.ts";
import { formatInstant } from "@/lib/core/period.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { openValue } from "../../../open-value.ts";
import { readListState } from "../../../read-list-state.ts";
import { undo } from "../../actions.ts";

export async function generateMetadata({
  params,
}: PageProps<"/precos/aplicacoes/[id]">): Promise<Metadata> {
  return { title: `Aplicação ${(await params).id} · Preços` };
}

/** One application: who, when, and every price before and after. */
export default async function ApplicationPage({
  params,
  searchParams,
}: PageProps<"/precos/aplicacoes/[id]">) {
  const actor = await requirePermission("prices");
  const id = Number((await params).id);
  const application = openValue(await readPriceApplication(actor, { id }));
  const lines = openValue(
    await listPriceApplicationLines(actor, {
      id,
      query: await readListState(searchParams),
    }),
  );
  const formatAt = (at: string) => formatInstant(new Date(at), actor.timeZone).slice(0, 16);
  return (
    <>
      <PageCrumbs
        crumbs={[
          { label: "Aplicações", href: "/precos/aplicacoes" },
          { label: `Aplicação ${id}`, href: `/precos/aplicacoes/${id}` },
        ]}
      />
      <PageHead
        title={`Aplicação ${id}`}
        state={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <ApplicationBadge status={application.status} />
            <span>
              Zona {application.zoneName} · {formatCount(application.prices, "preço", "preços")} ·
              por {application.personName} em {formatAt(application.at)}
            </span>
            {application.undoneAt && (
              <span>
                Desfeita por {application.undoneName} em {formatAt(application.undoneAt)}
              </span>
            )}
            <span className="basis-full">{longFetch(application, actor.timeZone)}</span>
          </span>
        }
      />
      <ApplicationDetail application={application} initial={lines} undo={undo} />
    </>
  );
}
