import type { Metadata } from "next";
import Link from "next/link";
import { ConnectorIcon } from "@/components/catalogue/connector-icon.tsx";
import { ContractBadge } from "@/components/catalogue/contract-badge.tsx";
import { TypeHelp } from "@/components/catalogue/type-help.tsx";
import { PageCrumbs } from "@/components/frame/page-crumbs.tsx";
import { Button } from "@/components/ui/button.tsx";
import { PageHead } from "@/components/ui/page-head.tsx";
import { readConnectorHelp } from "@/lib/admin/integrations/read-catalogue.ts";
import { requirePermission } from "@/lib/auth/current-actor.ts";
import { can } from "@/lib/core/permissions.ts";
import { openValue } from "../../open-value.ts";

export async function generateMetadata({ params }: PageProps<"/catalogo/[id]">): Promise<Metadata> {
  const type = openValue(
    await readConnectorHelp(await requirePermission("view"), { id: (await params).id }),
  );
  return { title: `${type.name} · Catálogo` };
}

/** What a client must ask a partner for, how the integration works, and what each key means. */
export default async function ConnectorHelpPage({ params }: PageProps<"/catalogo/[id]">) {
  const actor = await requirePermission("view");
  const type = openValue(await readConnectorHelp(actor, { id: (await params).id }));
  return (
    <>
      <PageCrumbs crumbs={[{ label: type.name, href: `/catalogo/${type.id}` }]} />
      <PageHead
        title={
          <span className="flex items-center gap-3">
            <ConnectorIcon path={type.icon} />
            {type.name}
          </span>
        }
        state={
          <span className="mt-1 flex flex-wrap items-center gap-2">
            <ContractBadge contract={type.contract} />
            <span>{type.contractLabel}</span>
          </span>
        }
        actions={
          can(actor, "register") &&
          !type.retired && (
            <Button asChild>
              <Link href={`/integracoes/nova?tipo=${encodeURIComponent(type.id)}`}>
                Cadastrar integração
              </Link>
            </Button>
          )
        }
      />
      <TypeHelp type={type} />
    </>
  );
}
