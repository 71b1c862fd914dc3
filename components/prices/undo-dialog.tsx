"use client";

import { type ReactNode, useState } from "react";
import { describeProblem } from "../forms/describe-problem.tsx";
import { Alert } from "../ui/alert.tsx";
import {
  AlertDialog,
  AlertDialogCancel,
  AlertDialogContent,
  AlertDialogDescription,
  AlertDialogFooter,
  AlertDialogTitle,
} from "../ui/alert-dialog.tsx";
import { Button } from "../ui/button.tsx";
import type { Outcome } from "@/lib/admin/define-use-case.ts";
import { formatCount } from "@/lib/core/format-count.ts";

/** Undoes an application. */
export type UndoAction = (input: {
  id: number;
}) => Promise<Outcome<{ restored: number; kept: number }>>;

/** What became of an undo, in a sentence. */
export function describeUndone({ restored, kept }: { restored: number; kept: number }): string {
  const back = `${formatCount(restored, "preço restaurado", "preços restaurados")}.`;
  return kept === 0
    ? back
    : `${back} ${formatCount(kept, "foi mantido, porque foi alterado", "foram mantidos, porque foram alterados")} depois da aplicação.`;
}

/** Asks before an application is undone. */
export function UndoDialog({
  id,
  prices,
  undo,
  onClose,
  onDone,
}: {
  id: number;
  prices: number;
  undo: UndoAction;
  onClose: () => void;
  onDone: (sentence: string) => void;
}) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ReactNode>(null);
  async function confirm() {
    setBusy(true);
    const outcome = await undo({ id }).catch(() => ({
      ok: false as const,
      problem: {
        kind: "refused" as const,
        message: "Não foi possível falar com o servidor. Tente novamente.",
      },
    }));
    setBusy(false);
    if (outcome.ok) onDone(describeUndone(outcome.value));
    else setProblem(describeProblem(outcome.problem));
  }
  return (
    <AlertDialog open onOpenChange={(open) => !open && !busy && onClose()}>
      <AlertDialogContent>
        <AlertDialogTitle>Desfazer a aplicação {id}?</AlertDialogTitle>
        <AlertDialogDescription>
          {formatCount(prices, "preço volta", "preços voltam")} ao valor anterior. Preços alterados
          depois da aplicação são mantidos.
        </AlertDialogDescription>
        {problem && <Alert tone="error">{problem}</Alert>}
        <AlertDialogFooter>
          <AlertDialogCancel disabled={busy}>Manter os preços</AlertDialogCancel>
          <Button busy={busy} onClick={() => void confirm()}>
            Desfazer
          </Button>
        </AlertDialogFooter>
      </AlertDialogContent>
    </AlertDialog>
  );
}
