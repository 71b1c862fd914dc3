import type { Metadata } from "next";
import Link from "next/link";
import { TypeCard } from "@/components/integrations/type-card.tsx";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHead } from "@/components/ui/page-head";
import { readCatalogue } from "@/lib/admin/integrations/read-catalogue.ts";
import { requirePermission } from "@/lib/auth/current-actor.ts";
import { can } from "@/lib/core/permissions.ts";
import { openValue } from "../integracoes/[id]/open-value.ts";

export const metadata: Metadata = { title: "Tipos de integração" };

/** The catalogue of types: with whom the hub can talk, how sure we are of it, and what each asks for. */
export default async function CataloguePage() {
  const actor = await requirePermission("view");
  const types = openValue(await readCatalogue(actor, {}));
  const mayRegister = can(actor, "register");
  return (
    <>
      <PageHead
        title="Tipos de integração"
        state={types.length === 1 ? "1 tipo disponível" : `${types.length} tipos disponíveis`}
        actions={
          mayRegister && (
            <Button asChild>
              <Link href="/integracoes/nova">Cadastrar integração</Link>
            </Button>
          )
        }
      />
      {types.length === 0 ? (
        <EmptyState title="Nenhum tipo no catálogo">O catálogo é preenchido quando o motor do hub inicia.</EmptyState>
      ) : (
        <ul className="grid gap-4 lg:grid-cols-2">
          {types.map((type) => (
            <TypeCard key={type.id} type={type} mayRegister={mayRegister} />
          ))}
        </ul>
      )}
    </>
  );
}
