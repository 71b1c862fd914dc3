"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { useNotice } from "@/components/people/use-notice";
import { fetchJson } from "@/components/tasks/fetch-json";
import { Alert } from "@/components/ui/alert";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { PageHead } from "@/components/ui/page-head";
import type { Outcome } from "@/lib/admin/define-use-case";
import type { ReservationView, StepView } from "@/lib/admin/multi-cv/read-reservation";
import { type Answer, DecisionCard } from "./decision-card";
import { type Compare, LiveComparison } from "./live-comparison";
import { ReservationStanding } from "./reservation-standing";
import { StateBadge } from "./state-words";
import { StepJournal } from "./step-journal";
import { SubjectEvents } from "./subject-events";
import { ThreeSystems } from "./three-systems";
import { useFlowEvents } from "./use-flow-events";

/** Repeats a step, or everything from it on. */
export type RepeatStep = (input: { id: number; stepId: number; from: boolean }) => Promise<Outcome<unknown>>;

interface ReservationScreenProps {
  initial: ReservationView;
  mayReadLogs: boolean;
  actions: { compare: Compare; repeat: RepeatStep | null; answer: Answer | null };
}

/** A reservation's page: the answer first, then what led to it. */
export function ReservationScreen({ initial, mayReadLogs, actions }: ReservationScreenProps) {
  const { notice, tell, act } = useNotice();
  const [busy, setBusy] = useState(false);
  const [fromHere, setFromHere] = useState<StepView | null>(null);
  const { data: reservation, error, refetch } = useQuery({ queryKey: ["flow", "reservation", initial.id], queryFn: ({ signal }) => fetchJson<ReservationView>(`/api/multi-cv/reservations/${initial.id}`, signal), initialData: initial, refetchInterval: 10_000 });
  useFlowEvents(initial.integrationId);
  const { hubId, integrationId, timeZone } = reservation;
  const terminal = reservation.terminal ?? "Terminal";
  const open = reservation.decisions.filter(({ answered }) => !answered);
  const past = reservation.decisions.filter(({ answered }) => answered);
  const where = [reservation.development, reservation.unit, reservation.terminal ?? "ainda sem terminal", reservation.value].filter(Boolean).join(" · ");

  async function run(work: Promise<Outcome<unknown>>, done: string) {
    setBusy(true);
    await act(work, () => tell("success", done));
    setBusy(false);
    void refetch();
  }
  const repeat = (step: StepView, from: boolean) => {
    if (!actions.repeat) return;
    void run(actions.repeat({ id: initial.id, stepId: step.id, from }), from ? `Tudo a partir de “${step.label}” será repetido. O que já existe nos sistemas não é criado de novo.` : `A etapa “${step.label}” será repetida agora.`);
  };
  return (
    <>
      <PageHead
        title={
          <span className="flex flex-wrap items-center gap-2">
            Reserva {hubId} <StateBadge state={reservation.state} asks={open.length > 0} />
          </span>
        }
        state={where}
        actions={
          <>
            {reservation.taskId && (
              <Button variant="outline" asChild>
                <Link href={`/integracoes/${integrationId}/tarefas?tarefa=${reservation.taskId}`}>Tarefa {reservation.taskId}</Link>
              </Button>
            )}
            {mayReadLogs && reservation.taskId && (
              <Button variant="outline" asChild>
                <Link href={`/integracoes/${integrationId}/logs?tarefa=${reservation.taskId}`}>Ver logs</Link>
              </Button>
            )}
          </>
        }
      />
      {notice}
      <div className="flex flex-col gap-4">
        {Boolean(error) && (
          <Alert tone="warning" action={<Button size="sm" variant="outline" onClick={() => void refetch()}>Tentar de novo</Button>}>
            Não foi possível atualizar a página agora. O que está à mostra pode não ser o mais recente.
          </Alert>
        )}
        <ReservationStanding reservation={reservation} />
        {open.map((decision) => (
          <DecisionCard key={decision.id} decision={decision} hubId={hubId} terminal={terminal} timeZone={timeZone} onChoose={actions.answer && ((option) => actions.answer && void run(actions.answer({ decisionId: decision.id, choice: option.key }), `Decisão registrada: ${option.label}.`))} />
        ))}
        <ThreeSystems reservation={reservation} />
        <LiveComparison id={initial.id} terminal={terminal} compare={actions.compare} />
        <Card aria-label="Diário das etapas">
          <CardHeader>
            <CardTitle>Diário das etapas</CardTitle>
            <Link href={`/integracoes/${integrationId}/arquivos?busca=${encodeURIComponent(hubId)}`} className="inline-flex min-h-6 items-center text-sm text-primary hover:underline">
              Arquivos levados
            </Link>
          </CardHeader>
          <CardContent>
            {reservation.steps.length === 0 ? (
              <p className="text-sm text-muted-foreground">Nenhuma etapa começou ainda.</p>
            ) : (
              <StepJournal steps={reservation.steps} integrationId={integrationId} timeZone={timeZone} mayReadLogs={mayReadLogs} busy={busy} onRepeat={actions.repeat && ((step, from) => (from ? setFromHere(step) : repeat(step, false)))} />
            )}
          </CardContent>
        </Card>
        <Card aria-label="Webhooks recebidos">
          <CardHeader>
            <CardTitle>Webhooks recebidos</CardTitle>
          </CardHeader>
          <SubjectEvents events={reservation.events} timeZone={timeZone} />
        </Card>
        {past.map((decision) => (
          <DecisionCard key={decision.id} decision={decision} hubId={hubId} terminal={terminal} timeZone={timeZone} onChoose={null} />
        ))}
      </div>
      <ConfirmDialog
        open={fromHere !== null}
        onOpenChange={(stay) => !stay && setFromHere(null)}
        title={`Repetir a partir de “${fromHere?.label ?? ""}”?`}
        description="Esta etapa e as seguintes são feitas de novo, com os dados de agora. Cada uma olha o que já existe antes de criar: nada é duplicado."
        confirmLabel="Repetir daqui"
        onConfirm={() => fromHere && repeat(fromHere, true)}
      />
    </>
  );
}
