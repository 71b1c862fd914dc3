"use client";

import { useQuery } from "@tanstack/react-query";
import { RotateCw } from "lucide-react";
import { useMemo } from "react";
import { DataGrid } from "../data-grid/data-grid.tsx";
import type { GridColumn, GridFilterOption } from "../data-grid/grid-column.ts";
import { GridFailure } from "../data-grid/grid-states.tsx";
import { refreshGrid } from "../data-grid/refresh-grid.ts";
import { useBanner } from "../forms/use-banner.tsx";
import { fetchJson } from "../data/fetch-json.ts";
import { useUrlParam } from "../hooks/use-url-param.ts";
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
import type { Outcome } from "@/lib/admin/define-use-case.ts";
import type { EventRow, EventView } from "@/lib/admin/multi-cv/list-received-events.ts";
import type { GridPage } from "@/lib/core/grid.ts";
import { formatInstant } from "@/lib/core/period.ts";
import { describeEvent } from "@/lib/multi-cv/words/event-words.ts";
import { EVENT_OUTCOMES, EventOutcome } from "./event-outcome.tsx";

type Repeat = (input: { integrationId: number; id: number }) => Promise<Outcome<unknown>>;

interface EventsGridProps {
  integrationId: number;
  initial: GridPage<EventRow>;
  sources: readonly GridFilterOption[];
  timeZone: string;
  /** null where the profile does not allow it. */
  repeat: Repeat | null;
}

const SHORT_TEXT = "max-w-72 truncate inline-block align-bottom";

function columnsOf(
  sources: readonly GridFilterOption[],
  timeZone: string,
): GridColumn<EventRow, "events">[] {
  return [
    {
      id: "receivedAt",
      header: "Recebido",
      sortable: true,
      rowHeader: true,
      mobile: "title",
      cell: (row) => <RelativeTime value={row.receivedAt} timeZone={timeZone} short />,
    },
    {
      id: "source",
      header: "Origem",
      sortable: true,
      filter: { options: sources },
      cell: (row) => sources.find(({ value }) => value === row.source)?.label ?? row.source,
    },
    { id: "name", header: "Evento", sortable: true, cell: (row) => describeEvent(row.name) },
    {
      id: "subject",
      header: "Sobre",
      cell: (row) => <span className="font-mono text-xs">{row.subjectKey ?? "–"}</span>,
    },
    {
      id: "outcome",
      header: "Resultado",
      mobile: "status",
      filter: {
        options: Object.entries(EVENT_OUTCOMES).map(([value, { word }]) => ({
          value,
          label: word,
        })),
      },
      cell: (row) => <EventOutcome outcome={row.outcome} />,
    },
    {
      id: "note",
      header: "Tratamento",
      cell: (row) => (
        <span className={SHORT_TEXT} title={row.note ?? undefined}>
          {row.note ?? "–"}
        </span>
      ),
    },
    {
      id: "times",
      header: "Vezes",
      align: "right",
      cell: (row) => row.times.toLocaleString("pt-BR"),
    },
  ];
}

/** What partners told, newest first; one opens with what it said, personal data taken out. */
export function EventsGrid({ integrationId, initial, sources, timeZone, repeat }: EventsGridProps) {
  const [open, setOpen] = useUrlParam("aviso");
  const columns = useMemo(() => columnsOf(sources, timeZone), [sources, timeZone]);
  return (
    <>
      <DataGrid<EventRow>
        name="avisos"
        label="Avisos recebidos"
        columns={columns}
        url={`/api/lists/events?integracao=${integrationId}`}
        initial={initial}
        live={20_000}
        rowId={(row) => String(row.id)}
        rowLabel={(row) => `aviso ${row.id}`}
        onRowOpen={(row) => setOpen(String(row.id))}
        searchPlaceholder="Pesquisar avisos"
        empty={
          <EmptyState title="Nenhum aviso recebido ainda">
            Cadastre os webhooks acima. Quando uma reserva ou um contrato mudar, o aviso aparece
            aqui.
          </EmptyState>
        }
      />
      {open && (
        <EventSheet
          sources={sources}
          id={open}
          integrationId={integrationId}
          timeZone={timeZone}
          repeat={repeat}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  );
}

function EventSheet({
  id,
  sources,
  integrationId,
  timeZone,
  repeat,
  onClose,
}: {
  id: string;
  sources: readonly GridFilterOption[];
  integrationId: number;
  timeZone: string;
  repeat: Repeat | null;
  onClose: () => void;
}) {
  const { banner, showBanner, act } = useBanner();
  const {
    data: event,
    error,
    refetch,
  } = useQuery({
    queryKey: ["flow", "event", integrationId, id],
    queryFn: ({ signal }) =>
      fetchJson<EventView>(
        `/api/multi-cv/received/${encodeURIComponent(id)}?integracao=${integrationId}`,
        signal,
      ),
  });
  return (
    <Sheet open onOpenChange={(stay) => !stay && onClose()}>
      <SheetContent>
        <SheetHeader>
          <SheetTitle>{event ? describeEvent(event.name) : "Aviso"}</SheetTitle>
          <SheetDescription>
            {event
              ? `${sources.find(({ value }) => value === event.source)?.label ?? event.source} · recebido em ${formatInstant(new Date(event.receivedAt), timeZone)} · ${event.bytes.toLocaleString("pt-BR")} bytes`
              : "Mensagem do parceiro"}
          </SheetDescription>
        </SheetHeader>
        <SheetBody className="flex flex-col gap-4">
          {banner}
          {error && !event && <GridFailure error={error} onRetry={() => void refetch()} />}
          {!error && !event && <Skeleton className="h-40" />}
          {event && (
            <>
              <div className="flex flex-wrap items-center gap-2 text-sm">
                <EventOutcome outcome={event.outcome} />
                {event.note && (
                  <span className="text-muted-foreground wrap-anywhere">{event.note}</span>
                )}
              </div>
              {event.times > 1 && (
                <p className="text-sm text-muted-foreground">
                  A mesma mensagem foi recebida {event.times.toLocaleString("pt-BR")} vezes e
                  gravada uma única vez.
                </p>
              )}
              {repeat && event.outcome !== null && (
                <div>
                  <Button
                    size="sm"
                    variant="outline"
                    onClick={() =>
                      void act(repeat({ integrationId, id: event.id }), () => {
                        showBanner("success", "O aviso voltou para a fila.");
                        refreshGrid("avisos");
                        void refetch();
                      })
                    }
                  >
                    <RotateCw aria-hidden /> Processar novamente
                  </Button>
                </div>
              )}
              <div>
                <h3 className="mb-1 text-sm font-semibold">Conteúdo recebido</h3>
                <p className="mb-2 text-xs text-muted-foreground">
                  Sem dados pessoais nem credenciais
                  {event.contentType ? `; tipo declarado: ${event.contentType}` : ""}
                  {event.tenant ? `; conta declarada: ${event.tenant}` : ""}
                  {event.cut ? "; cortado para caber na tela" : ""}.
                </p>
                {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard */}
                <pre
                  tabIndex={0}
                  aria-label="Conteúdo recebido"
                  className="max-h-96 overflow-auto rounded-md border bg-muted p-3 font-mono text-xs whitespace-pre-wrap wrap-anywhere"
                >
                  {event.text || "(vazio)"}
                </pre>
              </div>
            </>
          )}
        </SheetBody>
      </SheetContent>
    </Sheet>
  );
}
