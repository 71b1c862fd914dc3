import { Lock } from "lucide-react";
import Link from "next/link";
import { Button } from "@/components/ui/button.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";

/** The profile does not allow this screen; the menu around it shows what it does allow. */
export default function Forbidden() {
  return (
    <>
      <title>Acesso não permitido · Enlace</title>
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
    </>
  );
}
