"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { describeProblem } from "../forms/describe-problem.tsx";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { Card, CardHeader, CardTitle } from "../ui/card.tsx";
import type { Outcome } from "@/lib/admin/define-use-case.ts";
import type { HeldRow } from "@/lib/admin/restore/list-restore-holds.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { formatInstant } from "@/lib/core/period.ts";

/** Lets an integration go on: with what waited, or without it. */
export type ReleaseAction = (input: {
  integrationId: number;
  what: "run" | "skip";
}) => Promise<Outcome<{ tasks: number }>>;

/** Props of {@link HeldIntegrations}. */
export interface HeldIntegrationsProps {
  rows: readonly HeldRow[];
  timeZone: string;
  release: ReleaseAction;
}

/** Each integration that waits, with what may have been sent since the copy was made. */
export function HeldIntegrations({ rows, timeZone, release }: HeldIntegrationsProps) {
  if (rows.length === 0)
    return (
      <Alert tone="success" title="Tudo liberado.">
        As execuções agendadas seguem normalmente.
      </Alert>
    );
  return (
    <div className="flex max-w-4xl flex-col gap-4">
      <Alert tone="info" title="O que aconteceu depois da cópia não está neste banco de dados.">
        Consulte o parceiro antes de liberar. “Liberar e executar” faz o que ficou pendente e os
        horários que passaram, e pode repetir um envio. “Liberar sem repetir” cancela o que ficou
        pendente e continua no próximo horário.
      </Alert>
      {rows.map((row) => (
        <HeldCard key={row.integrationId} row={row} timeZone={timeZone} release={release} />
      ))}
    </div>
  );
}

function HeldCard({
  row,
  timeZone,
  release,
}: {
  row: HeldRow;
  timeZone: string;
  release: ReleaseAction;
}) {
  const router = useRouter();
  const [busy, setBusy] = useState<"run" | "skip" | null>(null);
  const [problem, setProblem] = useState<ReactNode>(null);

  async function letGo(what: "run" | "skip") {
    setBusy(what);
    const outcome = await release({ integrationId: row.integrationId, what }).catch(() => null);
    setBusy(null);
    if (outcome?.ok) router.refresh();
    else
      setProblem(
        outcome
          ? describeProblem(outcome.problem)
          : "O servidor não respondeu. Confira sua rede e tente novamente.",
      );
  }
  return (
    <Card>
      <CardHeader>
        <CardTitle>
          <Link href={`/integracoes/${row.integrationId}/tarefas`} className="hover:underline">
            {row.description}
          </Link>
        </CardTitle>
        <span className="text-sm text-muted-foreground">
          {row.organizationName} · {row.typeName}
        </span>
      </CardHeader>
      <div className="flex flex-col gap-3 px-4 pb-4">
        <ul className="list-disc pl-5 text-sm">
          {describeHeld(row, timeZone).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        {problem && <Alert tone="error">{problem}</Alert>}
        <div className="flex flex-wrap gap-2">
          <Button
            size="sm"
            busy={busy === "run"}
            disabled={busy !== null}
            onClick={() => void letGo("run")}
          >
            Liberar e executar
          </Button>
          <Button
            size="sm"
            variant="outline"
            busy={busy === "skip"}
            disabled={busy !== null}
            onClick={() => void letGo("skip")}
          >
            Liberar sem repetir
          </Button>
        </div>
      </div>
    </Card>
  );
}

/** What may have been sent since the copy, a line each. */
export function describeHeld(row: HeldRow, timeZone: string): string[] {
  const lines = row.slots.map(
    ({ label, count }) =>
      `${label}: ${formatCount(count, "horário passou", "horários passaram")} desde ${formatInstant(new Date(row.since), timeZone)} e pode já ter sido executado.`,
  );
  if (row.pendingTasks > 0)
    lines.push(
      `${formatCount(row.pendingTasks, "tarefa estava pendente", "tarefas estavam pendentes")} na cópia.`,
    );
  if (row.uncertainFiles > 0)
    lines.push(
      `${formatCount(row.uncertainFiles, "arquivo estava", "arquivos estavam")} a caminho do parceiro.`,
    );
  return lines.length > 0 ? lines : ["Nada ficou pendente e nenhum horário passou desde a cópia."];
}
