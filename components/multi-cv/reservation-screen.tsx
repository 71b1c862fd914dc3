"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { useBanner } from "../forms/use-banner.tsx";
import { fetchJson } from "../data/fetch-json.ts";
import { Alert } from "../ui/alert.tsx";
import { ConfirmDialog } from "../ui/alert-dialog.tsx";
import { Button } from "../ui/button.tsx";
import { Card, CardContent, CardHeader, CardTitle } from "../ui/card.tsx";
import { PageHead } from "../ui/page-head.tsx";
import type { Outcome } from "@/lib/admin/define-use-case.ts";
import type { ReservationView, StepView } from "@/lib/admin/multi-cv/read-reservation.ts";
import { type Answer, DecisionCard } from "./decision-card.tsx";
import { type Compare, LiveComparison } from "./live-comparison.tsx";
import { ReservationStanding } from "./reservation-standing.tsx";
import { StateBadge } from "./state-words.tsx";
import { StepJournal } from "./step-journal.tsx";
import { SubjectEvents } from "./subject-events.tsx";
import { ThreeSystems } from "./three-systems.tsx";
import { useLiveEvents } from "../hooks/use-live-events.ts";

/** Repeats a step, or everything from it on. */
export type RepeatStep = (input: {
  id: number;
  stepId: number;
  from: boolean;
}) => Promise<Outcome<unknown>>;

interface ReservationScreenProps {
  initial: ReservationView;
  mayReadLogs: boolean;
  actions: { compare: Compare; repeat: RepeatStep | null; answer: Answer | null };
}

/** A reservation's page: the answer first, then what led to it. */
export function ReservationScreen({ initial, mayReadLogs, actions }: ReservationScreenProps) {
  const { banner, showBanner, act } = useBanner();
  const [busy, setBusy] = useState(false);
  const [fromHere, setFromHere] = useState<StepView | null>(null);
  const {
    data: reservation,
    error,
    refetch,
  } = useQuery({
    queryKey: ["flow", "reservation", initial.id],
    queryFn: ({ signal }) =>
      fetchJson<ReservationView>(`/api/multi-cv/reservations/${initial.id}`, signal),
    initialData: initial,
    refetchInterval: 10_000,
  });
  useLiveEvents("subjects", initial.integrationId);
  const { hubId, integrationId, timeZone } = reservation;
  const terminal = reservation.terminal ?? "Terminal";
  const open = reservation.decisions.filter(({ answered }) => !answered);
  const past = reservation.decisions.filter(({ answered }) => answered);
  const where = [
    reservation.development,
    reservation.unit,
    reservation.terminal ?? "ainda sem terminal",
    reservation.value,
  ]
    .filter(Boolean)
    .join(" · ");

  async function run(work: Promise<Outcome<unknown>>, done: string) {
    setBusy(true);
    await act(work, () => showBanner("success", done));
    setBusy(false);
    void refetch();
  }
  const repeat = (step: StepView, from: boolean) => {
    if (!actions.repeat) return;
    void run(
      actions.repeat({ id: initial.id, stepId: step.id, from }),
      from
        ? `As etapas a partir de “${step.label}” serão refeitas. O que já existe nos sistemas não é criado novamente.`
        : `A etapa “${step.label}” será repetida agora.`,
    );
  };
  return (
    <>
      <PageHead
        title={
          <span className="flex flex-wrap items-center gap-2">
            Reserva {hubId}{" "}
            <StateBadge
              state={reservation.state}
              outcome={reservation.outcome}
              asks={open.length > 0}
            />
          </span>
        }
        state={where}
        actions={
          <>
            {reservation.taskId && (
              <Button variant="outline" asChild>
                <Link href={`/integracoes/${integrationId}/tarefas?tarefa=${reservation.taskId}`}>
                  Tarefa {reservation.taskId}
                </Link>
              </Button>
            )}
            {mayReadLogs && reservation.taskId && (
              <Button variant="outline" asChild>
                <Link href={`/integracoes/${integrationId}/logs?tarefa=${reservation.taskId}`}>
                  Ver logs
                </Link>
              </Button>
            )}
          </>
        }
      />
      {banner}
      <div className="flex flex-col gap-4">
        {Boolean(error) && (
          <Alert
            tone="warning"
            action={
              <Button size="sm" variant="outline" onClick={() => void refetch()}>
                Tentar novamente
              </Button>
            }
          >
            Não foi possível atualizar a página agora. Os dados exibidos podem estar desatualizados.
          </Alert>
        )}
        <ReservationStanding reservation={reservation} />
        {open.map((decision) => (
          <DecisionCard
            key={decision.id}
            decision={decision}
            hubId={hubId}
            terminal={terminal}
            timeZone={timeZone}
            onChoose={
              actions.answer &&
              ((option) =>
                actions.answer &&
                void run(
                  actions.answer({ decisionId: decision.id, choice: option.key }),
                  `Decisão registrada: ${option.label}.`,
                ))
            }
          />
        ))}
        <ThreeSystems reservation={reservation} />
        <LiveComparison id={initial.id} terminal={terminal} compare={actions.compare} />
        <Card aria-label="Histórico de etapas">
          <CardHeader>
            <CardTitle>Histórico de etapas</CardTitle>
            <Link
              href={`/integracoes/${integrationId}/arquivos?busca=${encodeURIComponent(hubId)}`}
              className="inline-flex min-h-6 items-center text-sm text-primary hover:underline"
            >
              Arquivos copiados
            </Link>
          </CardHeader>
          <CardContent>
            {reservation.steps.length === 0 ? (
              <p className="text-sm text-muted-foreground">Nenhuma etapa iniciada.</p>
            ) : (
              <StepJournal
                steps={reservation.steps}
                integrationId={integrationId}
                timeZone={timeZone}
                mayReadLogs={mayReadLogs}
                busy={busy}
                onRepeat={
                  actions.repeat &&
                  ((step, from) => (from ? setFromHere(step) : repeat(step, false)))
                }
              />
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
          <DecisionCard
            key={decision.id}
            decision={decision}
            hubId={hubId}
            terminal={terminal}
            timeZone={timeZone}
            onChoose={null}
          />
        ))}
      </div>
      <ConfirmDialog
        open={fromHere !== null}
        onOpenChange={(stay) => !stay && setFromHere(null)}
        title={`Refazer a partir de “${fromHere?.label ?? ""}”?`}
        description="Esta etapa e as seguintes são refeitas com os dados atuais. Cada etapa verifica o que já existe antes de criar, e nada é duplicado."
        confirmLabel="Refazer a partir desta etapa"
        onConfirm={() => fromHere && repeat(fromHere, true)}
      />
    </>
  );
}
