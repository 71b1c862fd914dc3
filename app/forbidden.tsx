import { Lock } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { Button } from "@/components/ui/button.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";

export const metadata: Metadata = { title: "Acesso não permitido" };

/** The profile does not allow this screen. */
export default function Forbidden() {
  return (
    <main id="conteudo" className="grid min-h-[70dvh] place-items-center">
      <div>
        <h1 className="sr-only">Acesso não permitido</h1>
        <EmptyState
          icon={<Lock />}
          title="Seu perfil não permite abrir esta tela"
          action={
            <Button asChild>
              <Link href="/">Ir para o início</Link>
            </Button>
          }
        >
          Para solicitar a alteração, entre em contato com um agente de Suporte.
        </EmptyState>
      </div>
    </main>
  );
}
