"use client";

import { useQuery } from "@tanstack/react-query";
import { Copy, Download, GitCompare } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { DataGrid } from "../data-grid/data-grid.tsx";
import type { GridColumn } from "../data-grid/grid-column.ts";
import { refreshGrid } from "../data-grid/refresh-grid.ts";
import { useBanner } from "../forms/use-banner.tsx";
import { fetchJson } from "../data/fetch-json.ts";
import { Alert } from "../ui/alert.tsx";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import type { Outcome } from "@/lib/admin/define-use-case.ts";
import type { EnvironmentChoice } from "@/lib/admin/multi-cv/read-flow-scope.ts";
import type { DivergenceRow, ReconciliationView } from "@/lib/admin/multi-cv/reconciliation.ts";
import type { GridPage } from "@/lib/core/grid.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { DIVERGENCE_LABEL } from "@/lib/multi-cv/words/divergences.ts";
import { DivergenceActButton } from "./divergence-act.tsx";
import { describeDivergence } from "./describe-divergence.ts";

interface ReconciliationScreenProps {
  integrationId: number;
  initial: GridPage<DivergenceRow>;
  view: ReconciliationView;
  environments: EnvironmentChoice[];
  timeZone: string;
  picker: ReactNode;
  /** null where the profile does not allow it. */
  request: ((input: { integrationId: number }) => Promise<Outcome<{ taskId: number }>>) | null;
  /** null where the profile does not allow it. */
  review:
    | ((input: { id: number; of: "situation" | "changes" }) => Promise<Outcome<{ taskId: number }>>)
    | null;
}

const says = (value: string | null) => value ?? <span className="text-muted-foreground">–</span>;

function columnsOf(
  environments: readonly EnvironmentChoice[],
  act: (row: DivergenceRow) => ReactNode,
): GridColumn<DivergenceRow, "divergences">[] {
  return [
    {
      id: "kind",
      header: "Divergência",
      sortable: true,
      rowHeader: true,
      mobile: "title",
      filter: {
        options: Object.entries(DIVERGENCE_LABEL).map(([value, label]) => ({ value, label })),
      },
      cell: (row) =>
        row.kind === "unit_sold_twice" ? (
          <Badge tone="failed">
            <Copy aria-hidden /> {describeDivergence(row.kind)}
          </Badge>
        ) : (
          describeDivergence(row.kind)
        ),
    },
    { id: "hubId", header: "Reserva", sortable: true, cell: (row) => says(row.hubId) },
    { id: "unit", header: "Unidade", sortable: true, cell: (row) => row.unit || says(null) },
    {
      id: "terminal",
      header: "Terminal",
      sortable: true,
      mobile: "hidden",
      filter: {
        options: environments
          .filter(({ kind, code }) => kind === "cv" && code !== "hub")
          .map(({ code, name }) => ({ value: code, label: name })),
      },
      cell: (row) => says(row.terminal),
    },
    { id: "saysHub", header: "No Hub", cell: (row) => says(row.says.hub) },
    { id: "saysTerminal", header: "No terminal", cell: (row) => says(row.says.terminal) },
    { id: "saysErp", header: "No Sienge", cell: (row) => says(row.says.sienge) },
    {
      id: "contract",
      header: "Contrato",
      optional: true,
      mobile: "hidden",
      cell: (row) => says(row.contractNumber),
    },
    {
      id: "note",
      header: "O que significa e o que fazer",
      wrap: true,
      cell: (row) => (
        <span className="flex min-w-48 flex-wrap items-center justify-between gap-2">
          <span className="min-w-0 flex-1 basis-48">{row.note}</span>
          {act(row)}
        </span>
      ),
    },
  ];
}

/** "Conciliação": everything that Hub, terminals and Sienge disagree about. */
export function ReconciliationScreen({
  integrationId,
  initial,
  view: first,
  environments,
  timeZone,
  picker,
  request,
  review,
}: ReconciliationScreenProps) {
  const { banner, showBanner, act } = useBanner();
  const { data: view, refetch } = useQuery({
    queryKey: ["flow", "reconciliation", integrationId],
    queryFn: ({ signal }) =>
      fetchJson<ReconciliationView>(
        `/api/multi-cv/reconciliation?integracao=${integrationId}`,
        signal,
      ),
    initialData: first,
    refetchInterval: (query) => (query.state.data?.running ? 2_000 : 30_000),
  });
  const columns = columnsOf(environments, (row) => (
    <DivergenceActButton
      row={row}
      integrationId={integrationId}
      review={
        review &&
        ((one, of) =>
          act(review({ id: one.subjectId ?? 0, of }), ({ taskId }) =>
            showBanner(
              "success",
              `A reserva ${one.hubId} será conferida agora na tarefa ${taskId}. O que precisar de decisão aparece em Decisões pendentes.`,
            ),
          ))
      }
    />
  ));
  const total = view.counts.reduce((sum, count) => sum + count.total, 0);
  const twice = view.counts.find(({ kind }) => kind === "unit_sold_twice")?.total ?? 0;

  // A comparison has just ended: its result takes the place of the last one in the list too.
  const seen = useRef(view.made?.at);
  useEffect(() => {
    if (seen.current === view.made?.at) return;
    seen.current = view.made?.at;
    refreshGrid("divergencias");
  }, [view.made?.at]);

  const start = request && (
    <Button
      busy={view.running !== null}
      onClick={() =>
        void act(request({ integrationId }), ({ taskId }) => {
          showBanner(
            "success",
            `Conciliação iniciada na tarefa ${taskId}. O resultado aparece aqui quando ela terminar.`,
          );
          void refetch();
        })
      }
    >
      <GitCompare aria-hidden /> Conciliar agora
    </Button>
  );
  return (
    <>
      <PageHead
        title="Conciliação"
        state={
          view.running !== null ? (
            <span role="status">
              Comparando Hub, terminais e Sienge agora, na tarefa {view.running}…
            </span>
          ) : view.made ? (
            <>
              {total === 0
                ? "Nenhuma divergência"
                : formatCount(total, "divergência", "divergências")}{" "}
              em {view.made.looked.toLocaleString("pt-BR")} registros, feita{" "}
              <RelativeTime value={view.made.at} timeZone={timeZone} />
            </>
          ) : (
            "Ainda não foi feita."
          )
        }
        actions={
          <>
            {picker}
            <Button variant="outline" asChild>
              <a href={`/api/multi-cv/export/conciliacao?integracao=${integrationId}`} download>
                <Download aria-hidden /> Exportar CSV
              </a>
            </Button>
            {start}
          </>
        }
      />
      {banner}
      <div className="mb-4 flex flex-col gap-3 empty:hidden">
        {twice > 0 && (
          <Alert
            tone="error"
            title={formatCount(twice, "unidade vendida duas vezes", "unidades vendidas duas vezes")}
          >
            Estão no topo da lista. Nenhuma delas é cancelada automaticamente.
          </Alert>
        )}
        {view.made && view.made.unread.length > 0 && (
          <Alert tone="warning" title={`Não foi possível ler: ${view.made.unread.join(", ")}`}>
            Os dados que existem só nesses sistemas não foram conciliados. Concilie novamente quando
            eles responderem.
          </Alert>
        )}
      </div>
      <DataGrid<DivergenceRow>
        name="divergencias"
        label="Divergências"
        columns={columns}
        url={`/api/lists/divergences?integracao=${integrationId}`}
        initial={initial}
        rowId={(row) => String(row.id)}
        rowLabel={(row) =>
          `${describeDivergence(row.kind)}${row.hubId ? ` da reserva ${row.hubId}` : ""}`
        }
        rowActions={(row) =>
          row.subjectId === null
            ? []
            : [{ label: "Abrir a reserva", href: `/reservas/${row.subjectId}` }]
        }
        emphasizeRow={(row) => row.kind === "unit_sold_twice"}
        searchPlaceholder="Pesquisar divergências"
        empty={
          view.made ? (
            <EmptyState title="Nenhuma divergência">
              Os dados comparados são iguais no Hub, nos terminais e no Sienge.
            </EmptyState>
          ) : (
            <EmptyState title="Nenhuma conciliação ainda" action={start}>
              O Enlace compara cada reserva e cada unidade nos três sistemas e lista as diferenças.
              Nada é alterado.
            </EmptyState>
          )
        }
      />
    </>
  );
}
