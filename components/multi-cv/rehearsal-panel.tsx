"use client";

import { CircleAlert, CircleCheck, CircleDashed, PenLine } from "lucide-react";
import { useState, type FormEvent } from "react";
import { describeProblem } from "../forms/describe-problem.tsx";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import type { Outcome, Problem } from "@/lib/admin/define-use-case.ts";
import type { Rehearsal, RehearsedStep } from "@/lib/multi-cv/words/rehearsal.ts";

const LOOK = {
  ok: { word: "Conferido", icon: CircleCheck, mark: "text-done" },
  writes: { word: "Gravaria", icon: PenLine, mark: "text-sent" },
  stopped: { word: "Pararia aqui", icon: CircleAlert, mark: "text-failed" },
  later: { word: "Viria depois", icon: CircleDashed, mark: "text-muted-foreground" },
} as const;

const LOST: Problem = {
  kind: "refused",
  message: "Não foi possível falar com o servidor. Nada foi gravado. Tente novamente.",
};

/** "Ensaiar": a reservation's transfer as it would go, read and checked, with nothing written. */
export function RehearsalPanel({
  integrationId,
  rehearse,
  onDone,
}: {
  integrationId: number;
  rehearse: (input: {
    integrationId: number;
    hubReservationId: string;
  }) => Promise<Outcome<Rehearsal>>;
  onDone: () => void;
}) {
  const [busy, setBusy] = useState(false);
  const [played, setPlayed] = useState<Rehearsal | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const hubReservationId = String(new FormData(event.currentTarget).get("reservation") ?? "");
    setBusy(true);
    setProblem(null);
    const outcome = await rehearse({ integrationId, hubReservationId }).catch(() => ({
      ok: false as const,
      problem: LOST,
    }));
    setBusy(false);
    setPlayed(outcome.ok ? outcome.value : null);
    if (!outcome.ok) setProblem(outcome.problem);
    onDone();
  }
  return (
    <div className="flex flex-col gap-3">
      <form onSubmit={(event) => void submit(event)} className="flex flex-wrap items-end gap-3">
        <Field
          label="Número da reserva no Hub"
          error={problem?.fields?.hubReservationId}
          className="w-full sm:w-64"
        >
          <Input name="reservation" inputMode="numeric" maxLength={15} autoComplete="off" />
        </Field>
        <Button type="submit" variant="outline" busy={busy}>
          Ensaiar
        </Button>
      </form>
      {problem && !problem.fields && <Alert tone="error">{describeProblem(problem)}</Alert>}
      {played && (
        <>
          <Alert
            tone={played.ok ? "success" : "warning"}
            title={
              played.ok
                ? `A reserva ${played.hubReservationId} pode ser transferida`
                : `A reserva ${played.hubReservationId} pararia antes de ser transferida`
            }
          >
            {played.title && `${played.title}. `}Nada foi gravado no CV nem no Sienge.
          </Alert>
          <ol className="divide-y rounded-md border" aria-label="Etapas do ensaio">
            {played.steps.map((step) => (
              <RehearsedLine key={step.name} step={step} />
            ))}
          </ol>
        </>
      )}
    </div>
  );
}

function RehearsedLine({ step: { label, state, note, writes } }: { step: RehearsedStep }) {
  const { word, icon: Icon, mark } = LOOK[state];
  return (
    <li className="flex flex-col gap-1 px-3 py-2 text-sm">
      <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Icon aria-hidden className={`size-4 shrink-0 ${mark}`} />
        <span className="min-w-0 flex-1 basis-48">{label}</span>
        <span className="text-muted-foreground">{word}</span>
      </span>
      {note && <span className="pl-7 text-muted-foreground">{note}</span>}
      {writes.length > 0 && (
        <details className="pl-7">
          <summary className="inline-flex min-h-6 items-center text-primary hover:underline pointer-coarse:min-h-11">
            Ver o que seria gravado
          </summary>
          {writes.map(({ system, method, path, fields }, index) => (
            <div key={`${path} ${index}`} className="mt-2">
              <p className="font-mono text-xs wrap-anywhere">
                {system} · {method} {path}
              </p>
              {fields !== null && (
                <pre
                  tabIndex={0}
                  aria-label={`Campos de ${path}`}
                  className="mt-1 max-h-64 overflow-auto rounded-md bg-muted p-2 font-mono text-xs"
                >
                  {JSON.stringify(fields, null, 2)}
                </pre>
              )}
            </div>
          ))}
        </details>
      )}
    </li>
  );
}
