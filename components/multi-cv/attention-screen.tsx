"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleCheck, RotateCw } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { fetchJson } from "../data/fetch-json.ts";
import { useBanner } from "../forms/use-banner.tsx";
import { useLiveEvents } from "../hooks/use-live-events.ts";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { Card, CardHeader, CardTitle } from "../ui/card.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import type { Outcome } from "@/lib/admin/define-use-case.ts";
import type { AttentionView } from "@/lib/admin/multi-cv/read-attention.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { describeDivergence } from "./describe-divergence.ts";
import { describeQuestion } from "./decision-card.tsx";
import { describeStep } from "./state-words.tsx";

/** "Pendências": reservations that stopped, decisions and divergences, each with what can be done about it. */
export function AttentionScreen({
  initial,
  timeZone,
  picker,
  repeat,
}: {
  initial: AttentionView;
  timeZone: string;
  picker: ReactNode;
  /** null where the profile does not allow it. */
  repeat: ((input: { id: number }) => Promise<Outcome<unknown>>) | null;
}) {
  const { banner, showBanner, act } = useBanner();
  const { integrationId } = initial;
  const { data: view, refetch } = useQuery({
    queryKey: ["flow", "attention", integrationId],
    queryFn: ({ signal }) =>
      fetchJson<AttentionView>(`/api/multi-cv/attention?integracao=${integrationId}`, signal),
    initialData: initial,
    refetchInterval: 30_000,
  });
  useLiveEvents("subjects", integrationId);
  const of = `integracao=${integrationId}`;
  const { stuck, decisions, divergences } = view;
  const total = stuck.total + decisions.total + divergences.total;
  return (
    <>
      <PageHead
        title="Pendências"
        state={
          total === 0
            ? `Nada aguarda você. ${formatCount(view.carriedToday, "reserva transferida", "reservas transferidas")} hoje.`
            : [
                stuck.total > 0 &&
                  formatCount(stuck.total, "reserva com erro", "reservas com erro"),
                decisions.total > 0 &&
                  formatCount(decisions.total, "decisão pendente", "decisões pendentes"),
                divergences.total > 0 &&
                  formatCount(divergences.total, "divergência", "divergências"),
              ]
                .filter(Boolean)
                .join(" · ")
        }
        actions={picker}
      />
      {banner}
      <div className="mb-4 flex flex-col gap-3 empty:hidden">
        {!view.active && (
          <Alert
            tone="warning"
            title="A integração está inativa e nenhuma reserva é transferida"
            action={
              <Button size="sm" variant="outline" asChild>
                <Link href={`/reservas/configurar?${of}`}>Ver o que falta</Link>
              </Button>
            }
          />
        )}
        {view.brakes.map((reason) => (
          <Alert
            key={reason}
            tone="error"
            title="Cancelamentos retidos"
            action={
              <Button size="sm" variant="outline" asChild>
                <Link href={`/reservas/quadro?${of}`}>Conferir no quadro</Link>
              </Button>
            }
          >
            {reason}
          </Alert>
        ))}
        {view.paused.map(({ id, name, reason }) => (
          <Alert
            key={id}
            tone="warning"
            title={`${name} está pausado`}
            action={
              <Button size="sm" variant="outline" asChild>
                <Link href={`/reservas/tokens?${of}&ambiente=${id}`}>Abrir tokens</Link>
              </Button>
            }
          >
            {reason}
          </Alert>
        ))}
      </div>
      {total === 0 && (
        <EmptyState
          icon={<CircleCheck />}
          title="Tudo em dia"
          action={
            <Button variant="outline" asChild>
              <Link href={`/reservas?${of}`}>Ver reservas</Link>
            </Button>
          }
        >
          Nenhuma reserva com erro, decisão ou divergência.
          {view.comparedAt && (
            <>
              {" "}
              Última conciliação <RelativeTime value={view.comparedAt} timeZone={timeZone} />.
            </>
          )}
        </EmptyState>
      )}
      <div className="flex flex-col gap-4">
        <Group
          title="Reservas com erro"
          total={stuck.total}
          href={`/reservas?${of}&f.state=stuck`}
          rows={stuck.rows.map((row) => ({
            id: row.id,
            title: `Reserva ${row.hubId}`,
            place: [row.development, row.unit].filter(Boolean).join(" · "),
            text: [describeStep(row.step), row.lastError].filter(Boolean).join(": "),
            at: row.updatedAt,
            href: `/reservas/${row.id}`,
            act: "Abrir",
            extra: repeat && (
              <Button
                size="sm"
                variant="outline"
                aria-label={`Repetir etapa da reserva ${row.hubId}`}
                onClick={() =>
                  void act(repeat({ id: row.id }), () => {
                    showBanner("success", `A etapa da reserva ${row.hubId} será repetida agora.`);
                    void refetch();
                  })
                }
              >
                <RotateCw aria-hidden /> Repetir etapa
              </Button>
            ),
          }))}
          timeZone={timeZone}
        />
        <Group
          title="Decisões pendentes"
          total={decisions.total}
          href={`/reservas/decisoes?${of}`}
          rows={decisions.rows.map((row) => ({
            id: row.id,
            title: describeQuestion(row.kind),
            place: [`Reserva ${row.hubId}`, row.unit].filter(Boolean).join(" · "),
            text: row.question,
            at: row.createdAt,
            href: `/reservas/decisoes?${of}&decisao=${row.id}`,
            act: "Decidir",
          }))}
          timeZone={timeZone}
        />
        <Group
          title="Divergências"
          total={divergences.total}
          href={`/reservas/conciliacao?${of}`}
          rows={divergences.rows.map((row) => ({
            id: row.id,
            title: describeDivergence(row.kind),
            place: [row.hubId && `Reserva ${row.hubId}`, row.unit].filter(Boolean).join(" · "),
            text: row.note,
            at: view.comparedAt,
            href:
              row.subjectId === null
                ? `/reservas/conciliacao?${of}&busca=${encodeURIComponent(row.contractNumber ?? row.terminalId ?? row.unit)}`
                : `/reservas/${row.subjectId}`,
            act: row.subjectId === null ? "Ver na conciliação" : "Abrir a reserva",
          }))}
          timeZone={timeZone}
        />
      </div>
    </>
  );
}

interface Line {
  id: number;
  title: string;
  place: string;
  text: string;
  at: string | null;
  href: string;
  act: string;
  extra?: ReactNode;
}

function Group({
  title,
  total,
  href,
  rows,
  timeZone,
}: {
  title: string;
  total: number;
  href: string;
  rows: readonly Line[];
  timeZone: string;
}) {
  if (total === 0) return null;
  return (
    <Card aria-label={title}>
      <CardHeader>
        <CardTitle>
          {title} ({total.toLocaleString("pt-BR")})
        </CardTitle>
        {total > rows.length && (
          <Link href={href} className="text-sm text-primary underline underline-offset-2">
            Ver todas
          </Link>
        )}
      </CardHeader>
      <ul className="divide-y border-t">
        {rows.map((row) => (
          <li key={row.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2.5">
            <div className="min-w-0 flex-1 basis-72 text-sm">
              <p>
                <span className="font-medium">{row.title}</span>{" "}
                <span className="text-muted-foreground">{row.place}</span>
              </p>
              <p className="line-clamp-2 text-muted-foreground" title={row.text}>
                {row.text}
              </p>
            </div>
            <span className="text-sm text-muted-foreground">
              {row.at && <RelativeTime value={row.at} timeZone={timeZone} short />}
            </span>
            <span className="flex gap-2">
              {row.extra}
              <Button size="sm" variant="outline" asChild>
                <Link href={row.href} aria-label={`${row.act}: ${row.title}, ${row.place}`}>
                  {row.act}
                </Link>
              </Button>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
