"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { useBanner } from "../forms/use-banner.tsx";
import { fetchJson } from "../data/fetch-json.ts";
import { Alert } from "../ui/alert.tsx";
import { ConfirmDialog } from "../ui/alert-dialog.tsx";
import { Button } from "../ui/button.tsx";
import { Card, CardContent, CardHeader, CardTitle } from "../ui/card.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import type { Outcome } from "@/lib/admin/define-use-case.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import type { Board, BoardPlace } from "@/lib/admin/multi-cv/flow-board.ts";
import { judgePlace } from "./judge-board.ts";
import { FlowPicture } from "./flow-picture.tsx";
import type { LaneLeg } from "./lay-out-board.ts";
import { FlowTable } from "./flow-table.tsx";
import { useLiveEvents } from "../hooks/use-live-events.ts";

interface BoardScreenProps {
  integrationId: number;
  initial: Board;
  timeZone: string;
  /** The organization's day. */
  today: string;
  picker: ReactNode;
  /** null where the profile does not allow it. */
  releaseBrake: ((input: { brakeId: number }) => Promise<Outcome<unknown>>) | null;
}

const LEG_FILTER: Record<LaneLeg, string> = {
  copying: "f.state=waiting&f.state=running&f.state=stuck&f.state=held",
  contracting: "f.state=finished&f.situation=-",
  answering: "f.step=confirm-situation&f.step=carry-to-terminal",
  returning: "f.step=carry-to-hub&f.step=write-message",
};

/** "Quadro": the way of the reservations as it stands now. */
export function BoardScreen({
  integrationId,
  initial,
  timeZone,
  today,
  picker,
  releaseBrake,
}: BoardScreenProps) {
  const { banner, showBanner, act } = useBanner();
  const router = useRouter();
  const [asking, setAsking] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: ["flow", "board", integrationId],
    queryFn: ({ signal }) =>
      fetchJson<Board>(`/api/multi-cv/board?integracao=${integrationId}`, signal),
    initialData: initial,
    refetchInterval: 5_000,
  });
  useLiveEvents("subjects", integrationId);
  const board = data;
  const lanes = [
    board.unplaced,
    ...board.terminals.flatMap((terminal) => [
      terminal.copying,
      terminal.contracting,
      terminal.answering,
      terminal.returning,
    ]),
  ];
  const sum = (key: "waiting" | "running" | "stuck" | "held") =>
    lanes.reduce((total, lane) => total + lane[key], 0);
  const stuck = sum("stuck");
  const troubled = [board.hub, ...board.terminals.map(({ place }) => place), ...board.erp].filter(
    (place) => ["failing", "paused"].includes(judgePlace(place, today)),
  );
  const of = `integracao=${integrationId}`;
  const laneHref = (environmentId: number | null, leg: LaneLeg) => {
    const terminal =
      environmentId === null
        ? "-"
        : (board.terminals.find(({ place }) => place.id === environmentId)?.code ?? "-");
    return `/reservas?${of}&${LEG_FILTER[leg]}&f.terminal=${terminal}`;
  };
  const placeHref = (place: BoardPlace) =>
    `/reservas/tokens?${of}${place.id === null ? "" : `&ambiente=${place.id}`}`;

  return (
    <>
      <PageHead
        title="Quadro"
        state={[
          formatCount(
            sum("running") + sum("waiting"),
            "reserva em processamento ou na fila",
            "reservas em processamento ou na fila",
          ),
          stuck > 0 && `${stuck.toLocaleString("pt-BR")} com erro`,
          formatCount(board.finishedToday, "transferida hoje", "transferidas hoje"),
        ]
          .filter(Boolean)
          .join(" · ")}
        actions={picker}
      />
      {banner}
      <div className="mb-4 grid gap-3 empty:hidden lg:grid-cols-2 lg:[&>:last-child:nth-child(odd)]:col-span-2">
        {board.brake && (
          <Alert
            tone="error"
            title={`Cancelamentos retidos: ${formatCount(board.brake.held, "reserva", "reservas")}`}
            action={
              releaseBrake && (
                <Button size="sm" variant="destructive" onClick={() => setAsking(true)}>
                  Liberar cancelamentos
                </Button>
              )
            }
          >
            {board.brake.reason} Retidos{" "}
            <RelativeTime value={board.brake.heldSince} timeZone={timeZone} />.
          </Alert>
        )}
        {board.decisions > 0 && (
          <Alert
            tone="warning"
            title={formatCount(
              board.decisions,
              "decisão aguardando resposta",
              "decisões aguardando resposta",
            )}
            action={
              <Button size="sm" variant="outline" asChild>
                <Link href={`/reservas/decisoes?${of}`}>Ver decisões</Link>
              </Button>
            }
          />
        )}
        {stuck > 0 && (
          <Alert
            tone="error"
            title={formatCount(stuck, "reserva com erro", "reservas com erro")}
            action={
              <Button size="sm" variant="outline" asChild>
                <Link href={`/reservas?${of}&f.state=stuck`}>Ver reservas com erro</Link>
              </Button>
            }
          />
        )}
        {troubled.map((place) => (
          <Alert
            key={place.id ?? place.name}
            tone="warning"
            title={
              place.paused
                ? `${place.name} está pausado`
                : `${place.name} está respondendo com erro`
            }
            action={
              <Button size="sm" variant="outline" asChild>
                <Link href={placeHref(place)}>Abrir tokens</Link>
              </Button>
            }
          >
            {place.lastError}
          </Alert>
        ))}
        {Boolean(error) && (
          <Alert
            tone="warning"
            action={
              <Button size="sm" variant="outline" onClick={() => void refetch()}>
                Tentar novamente
              </Button>
            }
          >
            Não foi possível atualizar o quadro agora. Os dados exibidos são de{" "}
            <RelativeTime value={board.madeAt} timeZone={timeZone} />.
          </Alert>
        )}
      </div>
      <Card>
        <CardHeader>
          <CardTitle>Caminho das reservas</CardTitle>
          <span className="text-xs text-muted-foreground">
            Atualização automática. Linha tracejada: há reservas com erro ou bloqueadas.
          </span>
        </CardHeader>
        <CardContent className="overflow-x-auto">
          <FlowPicture board={board} today={today} laneHref={laneHref} placeHref={placeHref} />
        </CardContent>
      </Card>
      <Card className="mt-4">
        <CardHeader>
          <CardTitle>Em números</CardTitle>
        </CardHeader>
        <FlowTable board={board} timeZone={timeZone} laneHref={laneHref} />
      </Card>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        destructive
        title="Liberar os cancelamentos retidos?"
        description={`${formatCount(
          board.brake?.held ?? 0,
          "reserva passa a cancelada ou distratada no Hub e nos terminais, e não volta sozinha",
          "reservas passam a cancelada ou distratada no Hub e nos terminais, uma a uma, e não voltam sozinhas",
        )}. Confira antes no Sienge se os contratos foram mesmo cancelados.`}
        confirmLabel="Liberar cancelamentos"
        onConfirm={() =>
          board.brake &&
          releaseBrake &&
          void act(releaseBrake({ brakeId: board.brake.id }), () => {
            showBanner(
              "success",
              "Cancelamentos liberados. Eles serão enviados agora ao Hub e aos terminais.",
            );
            void refetch();
            router.refresh();
          })
        }
      />
    </>
  );
}
