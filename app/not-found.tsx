import { Compass } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { Button } from "@/components/ui/button.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";

export const metadata: Metadata = { title: "Página não encontrada" };

/** Also what a person sees for something of another client: that it exists is not told. */
export default function NotFound() {
  return (
    <main id="conteudo" className="grid min-h-[70dvh] place-items-center">
      <div>
        <h1 className="sr-only">Página não encontrada</h1>
        <EmptyState
          icon={<Compass />}
          title="Esta página não existe ou não está disponível para você"
          action={
            <Button asChild>
              <Link href="/">Ir para o início</Link>
            </Button>
          }
        >
          O endereço pode ter mudado. Confira o link ou volte ao início.
        </EmptyState>
      </div>
    </main>
  );
}
