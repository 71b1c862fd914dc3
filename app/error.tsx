"use client";

import { CloudOff } from "lucide-react";
import Link from "next/link";
import { Button } from "@/components/ui/button.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { readDigest } from "@/components/frame/read-digest.ts";

/** A page failed: what happened, what now, and the code that leads the support to the server's log. */
export default function PageError({ error, retry }: { error: unknown; retry: () => void }) {
  const digest = readDigest(error);
  return (
    <div role="alert" className="grid min-h-[60dvh] place-items-center">
      <EmptyState
        icon={<CloudOff />}
        title="Não foi possível abrir esta página"
        action={
          <>
            <Button onClick={retry}>Tentar novamente</Button>
            <Button variant="outline" asChild>
              <Link href="/">Ir para o início</Link>
            </Button>
          </>
        }
      >
        Ocorreu um erro no servidor, que já foi registrado. Os dados salvos foram mantidos.
        {digest && (
          <span className="mt-1 block">
            Código para o suporte: <code className="font-mono text-xs select-all">{digest}</code>
          </span>
        )}
      </EmptyState>
    </div>
  );
}
