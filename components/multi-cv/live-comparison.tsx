"use client";

import { RefreshCw } from "lucide-react";
import { type ReactNode, useState } from "react";
import { describeProblem } from "../forms/describe-problem.tsx";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "../ui/card.tsx";
import type { Outcome } from "@/lib/admin/define-use-case.ts";
import type { ComparedFact } from "@/lib/admin/multi-cv/decision-view.ts";
import { ComparisonTable } from "./comparison-table.tsx";
import { formatCount } from "@/lib/core/format-count.ts";

/** Reads a reservation in the three systems now. */
export type Compare = (input: {
  id: number;
}) => Promise<Outcome<{ facts: ComparedFact[]; notes: string[] }>>;

const LOST = "Não foi possível falar com o servidor. Tente novamente.";

/** The three systems read at this moment and set side by side. */
export function LiveComparison({
  id,
  terminal,
  compare,
}: {
  id: number;
  terminal: string;
  compare: Compare;
}) {
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<{ facts: ComparedFact[]; notes: string[] } | null>(null);
  const [problem, setProblem] = useState<ReactNode>(null);

  async function run() {
    setBusy(true);
    const outcome = await compare({ id }).catch(() => null);
    setBusy(false);
    if (!outcome?.ok) return setProblem(outcome ? describeProblem(outcome.problem) : LOST);
    setProblem(null);
    setResult(outcome.value);
  }
  const different = result?.facts.filter(({ equal }) => equal === false).length ?? 0;
  return (
    <Card aria-label="Comparação dos três sistemas">
      <CardHeader>
        <CardTitle>Comparação dos três sistemas</CardTitle>
        <Button size="sm" variant="outline" busy={busy} onClick={() => void run()}>
          <RefreshCw aria-hidden /> {result ? "Comparar novamente" : "Comparar agora"}
        </Button>
        {!result && (
          <CardDescription>
            Consulta a reserva agora no Hub, no terminal e no Sienge e mostra as diferenças campo a
            campo.
          </CardDescription>
        )}
      </CardHeader>
      {(problem || result) && (
        <CardContent className="flex flex-col gap-3">
          {problem && <Alert tone="error">{problem}</Alert>}
          {result && (
            <>
              <p role="status" className="text-sm">
                {different === 0
                  ? "Nenhuma diferença nos campos comparados."
                  : `${formatCount(different, "campo difere", "campos diferem")}.`}
              </p>
              {result.notes.map((note) => (
                <Alert key={note} tone="warning">
                  {note}
                </Alert>
              ))}
              <ComparisonTable
                label="Campos da reserva em cada sistema"
                facts={result.facts}
                terminal={terminal}
              />
            </>
          )}
        </CardContent>
      )}
    </Card>
  );
}
