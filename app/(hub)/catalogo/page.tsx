import type { Metadata } from "next";
import Link from "next/link";
import { CatalogueList } from "@/components/catalogue/catalogue-list.tsx";
import { Button } from "@/components/ui/button.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { PageHead } from "@/components/ui/page-head.tsx";
import { readCatalogue } from "@/lib/admin/integrations/read-catalogue.ts";
import { requirePermission } from "@/lib/auth/current-actor.ts";
import { can } from "@/lib/core/permissions.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { openValue } from "../open-value.ts";

export const metadata: Metadata = { title: "Catálogo" };

/** The catalogue of types: with whom the hub can talk, how sure we are of it, and who uses it. */
export default async function CataloguePage() {
  const actor = await requirePermission("view");
  const types = openValue(await readCatalogue(actor, {}));
  const mayRegister = can(actor, "register");
  const used = types.filter(({ uses }) => uses > 0).length;
  return (
    <>
      <PageHead
        title="Catálogo"
        state={`${formatCount(types.length, "tipo de integração", "tipos de integração")} · ${used} em uso`}
        actions={
          mayRegister && (
            <Button asChild>
              <Link href="/integracoes/nova">Cadastrar integração</Link>
            </Button>
          )
        }
      />
      {types.length === 0 ? (
        <EmptyState title="Nenhum tipo no catálogo">
          O catálogo é preenchido quando o servidor inicia.
        </EmptyState>
      ) : (
        <CatalogueList types={types} mayRegister={mayRegister} />
      )}
    </>
  );
}
