"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { DataGrid } from "../data-grid/data-grid.tsx";
import type { GridColumn } from "../data-grid/grid-column.ts";
import { refreshGrid } from "../data-grid/refresh-grid.ts";
import { useBanner } from "../forms/use-banner.tsx";
import { useUrlParam } from "../hooks/use-url-param.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import {
  Sheet,
  SheetBody,
  SheetContent,
  SheetDescription,
  SheetHeader,
  SheetTitle,
} from "../ui/sheet.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { GridFailure } from "../data-grid/grid-states.tsx";
import { fetchJson } from "../data/fetch-json.ts";
import type { DecisionRow } from "@/lib/admin/multi-cv/list-decisions.ts";
import type { GridPage } from "@/lib/core/grid.ts";
import { QUESTION_LABEL } from "@/lib/multi-cv/words/decisions.ts";
import { type Answer, DecisionCard, describeQuestion } from "./decision-card.tsx";
import { useLiveEvents } from "../hooks/use-live-events.ts";

interface DecisionsScreenProps {
  integrationId: number;
  initial: GridPage<DecisionRow>;
  timeZone: string;
  /** null where the profile does not allow it. */
  answer: Answer | null;
}

function columnsOf(timeZone: string): GridColumn<DecisionRow, "decisions">[] {
  return [
    {
      id: "hubId",
      header: "Reserva",
      sortable: true,
      rowHeader: true,
      mobile: "title",
      cell: (row) => <span className="tabular-nums">{row.hubId}</span>,
    },
    {
      id: "kind",
      header: "Pergunta",
      sortable: true,
      filter: {
        options: Object.entries(QUESTION_LABEL).map(([value, label]) => ({ value, label })),
      },
      cell: (row) => describeQuestion(row.kind),
    },
    {
      id: "question",
      header: "O que aconteceu",
      wrap: true,
      cell: (row) => <span className="line-clamp-2">{row.question}</span>,
    },
    {
      id: "unit",
      header: "Unidade",
      cell: (row) => [row.development, row.unit].filter(Boolean).join(" · ") || "–",
    },
    { id: "terminal", header: "Terminal", cell: (row) => row.terminal ?? "–" },
    {
      id: "state",
      header: "Situação",
      mobile: "status",
      filter: {
        options: [
          { value: "open", label: "Pendente" },
          { value: "answered", label: "Decidida" },
        ],
      },
      cell: (row) =>
        row.answered ? (
          <Badge tone="done">{row.answered.label}</Badge>
        ) : (
          <Badge tone="pending">Pendente</Badge>
        ),
    },
    {
      id: "age",
      header: "Desde",
      sortable: true,
      cell: (row) => <RelativeTime value={row.createdAt} timeZone={timeZone} short />,
    },
  ];
}

/** "Decisões pendentes": what no rule may decide. */
export function DecisionsScreen({
  integrationId,
  initial,
  timeZone,
  answer,
}: DecisionsScreenProps) {
  const { banner, showBanner, act } = useBanner();
  const router = useRouter();
  const [openId, setOpenId] = useUrlParam("decisao");
  const columns = useMemo(() => columnsOf(timeZone), [timeZone]);
  useLiveEvents("subjects", integrationId);
  return (
    <>
      {banner}
      <DataGrid<DecisionRow>
        name="decisoes"
        label="Decisões pendentes"
        columns={columns}
        url={`/api/lists/decisions?integracao=${integrationId}`}
        initial={initial}
        live={20_000}
        rowId={(row) => String(row.id)}
        rowLabel={(row) => `decisão sobre a reserva ${row.hubId}`}
        onRowOpen={(row) => setOpenId(String(row.id))}
        searchPlaceholder="Pesquisar decisões"
        empty={
          <EmptyState title="Nenhuma decisão pendente">
            Quando os dados do Hub, do terminal e do Sienge não forem suficientes para uma decisão
            automática, a pergunta aparece aqui.
          </EmptyState>
        }
      />
      {openId && (
        <DecisionSheet
          id={openId}
          timeZone={timeZone}
          onClose={() => setOpenId(null)}
          onChoose={
            answer &&
            ((decision, choice, label) =>
              void act(answer({ decisionId: decision, choice }), () => {
                showBanner("success", `Decisão registrada: ${label}.`);
                setOpenId(null);
                refreshGrid("decisoes");
                // The menu's count is the server's.
                router.refresh();
              }))
          }
        />
      )}
    </>
  );
}

function DecisionSheet({
  id,
  timeZone,
  onClose,
  onChoose,
}: {
  id: string;
  timeZone: string;
  onClose: () => void;
  onChoose: ((decisionId: number, choice: string, label: string) => void) | null;
}) {
  const {
    data: row,
    error,
    refetch,
  } = useQuery({
    queryKey: ["flow", "decision", id],
    queryFn: ({ signal }) =>
      fetchJson<DecisionRow>(`/api/multi-cv/decisions/${encodeURIComponent(id)}`, signal),
  });
  return (
    <Sheet open onOpenChange={(stay) => !stay && onClose()}>
      <SheetContent className="sm:max-w-[760px]">
        <SheetHeader>
          <SheetTitle>{row ? `Reserva ${row.hubId}` : "Decisão"}</SheetTitle>
          <SheetDescription>
            {row
              ? [row.development, row.unit, row.terminal].filter(Boolean).join(" · ")
              : "Comparação dos dados"}
          </SheetDescription>
        </SheetHeader>
        <SheetBody>
          {error && !row && <GridFailure error={error} onRetry={() => void refetch()} />}
          {!error && !row && <Skeleton className="h-48" />}
          {row && (
            <div className="flex flex-col gap-4">
              <DecisionCard
                decision={row}
                hubId={row.hubId}
                terminal={row.terminal ?? "Terminal"}
                timeZone={timeZone}
                onChoose={onChoose && ((option) => onChoose(row.id, option.key, option.label))}
              />
              <div>
                <Button variant="outline" asChild>
                  <Link href={`/reservas/${row.subjectId}`}>Abrir a reserva</Link>
                </Button>
              </div>
            </div>
          )}
        </SheetBody>
      </SheetContent>
    </Sheet>
  );
}
