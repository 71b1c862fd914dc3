"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { describeProblem } from "../forms/describe-problem.tsx";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import type { Outcome } from "@/lib/admin/define-use-case.ts";

/** Props of {@link PausedBanner}. */
export interface PausedBannerProps {
  id: number;
  reason: string;
  /** Since when, in the words of the page's time zone; and what will be missing. */
  facts: readonly string[];
  mayEdit: boolean;
  setActive: (id: number, active: boolean) => Promise<Outcome<{ active: boolean }>>;
}

/** Why the hub stopped an integration, and what to do about it. */
export function PausedBanner({ id, reason, facts, mayEdit, setActive }: PausedBannerProps) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ReactNode>(null);

  async function activate() {
    setBusy(true);
    const outcome = await setActive(id, true).catch(() => null);
    setBusy(false);
    if (outcome?.ok) router.refresh();
    else
      setProblem(
        outcome
          ? describeProblem(outcome.problem)
          : "O servidor não respondeu. Confira sua rede e tente novamente.",
      );
  }
  return (
    <Alert
      tone="error"
      title="Pausada automaticamente"
      action={
        mayEdit && (
          <>
            <Button asChild variant="outline" size="sm">
              <Link href={`/integracoes/${id}/configuracoes`}>Conferir configurações</Link>
            </Button>
            <Button size="sm" busy={busy} onClick={() => void activate()}>
              Ativar novamente
            </Button>
          </>
        )
      }
    >
      <p>{reason}</p>
      {facts.map((fact) => (
        <p key={fact} className="mt-1">
          {fact}
        </p>
      ))}
      {!mayEdit && (
        <p className="mt-1">
          Entre em contato com um agente de Suporte para conferir as credenciais e ativar novamente.
        </p>
      )}
      {problem && <p className="mt-1 font-medium text-failed">{problem}</p>}
    </Alert>
  );
}
