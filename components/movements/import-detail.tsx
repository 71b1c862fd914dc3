"use client";

import { useQuery } from "@tanstack/react-query";
import { Download, FilePen } from "lucide-react";
import Link from "next/link";
import { fetchJson } from "../data/fetch-json.ts";
import { DataGrid } from "../data-grid/data-grid.tsx";
import type { GridColumn } from "../data-grid/grid-column.ts";
import { PageCrumbs } from "../frame/page-crumbs.tsx";
import { Alert } from "../ui/alert.tsx";
import { Badge } from "../ui/badge.tsx";
import { buttonVariants } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { Progress } from "../ui/progress.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import type { ImportView } from "@/lib/admin/movements/import-row.ts";
import type { GridPage } from "@/lib/core/grid.ts";
import { useEffect, useMemo, useRef } from "react";
import { refreshGrid } from "../data-grid/refresh-grid.ts";
import { ImportStatus } from "./import-columns.tsx";
import { ImportSums, type ImportSumView } from "./import-sums.tsx";
import { describeReason } from "./import-words.ts";

/** One refusal or warning of an import. */
export interface RefusalView {
  id: number;
  place: string;
  documentKey: string;
  severity: "refusal" | "warning";
  code: string;
  reason: string;
}

/** An import and how often each reason occurs in it. */
export type ImportDetailView = ImportView & {
  codes: { code: string; severity: string; count: number }[];
  sums: ImportSumView[];
  correctable: boolean;
};

const GRID = "recusados";
const POLL_MS = 1500;
const number = new Intl.NumberFormat("pt-BR");
const isOpen = (view: ImportDetailView) => view.status === "waiting" || view.status === "running";

/** One import: how far it is, what it took, and what it did not take and why. */
export function ImportDetail({
  initial,
  refusals,
  timeZone,
}: {
  initial: ImportDetailView;
  refusals: GridPage<RefusalView>;
  timeZone: string;
}) {
  const { data: view } = useQuery({
    queryKey: ["import", initial.id],
    queryFn: ({ signal }) =>
      fetchJson<ImportDetailView>(`/api/movements/imports/${initial.id}`, signal),
    initialData: initial,
    refetchInterval: (query) => (query.state.data && isOpen(query.state.data) ? POLL_MS : false),
  });
  const noted = view.refused + view.duplicated + view.warned;
  const shown = useRef(noted);
  useEffect(() => {
    if (shown.current !== noted) refreshGrid(GRID);
    shown.current = noted;
  }, [noted]);
  const columns = useMemo(() => refusalColumns(view.codes.map(({ code }) => code)), [view.codes]);

  return (
    <>
      <PageCrumbs crumbs={[{ label: view.name, href: `/movimentos/importacoes/${view.id}` }]} />
      <PageHead
        title={view.name}
        state={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <ImportStatus row={view} />
            <span>
              {view.requestedName}, <RelativeTime value={view.createdAt} timeZone={timeZone} />
            </span>
            <span>{view.organizationName}</span>
          </span>
        }
        actions={
          <>
            {view.correctable && !isOpen(view) && (
              <a
                href={`/api/movements/imports/${view.id}/refusals/lines`}
                download
                className={buttonVariants({ variant: "outline" })}
              >
                <FilePen aria-hidden />
                Baixar linhas para corrigir
              </a>
            )}
            {noted > 0 && (
              <a
                href={`/api/movements/imports/${view.id}/refusals/download`}
                download
                className={buttonVariants({ variant: "outline" })}
              >
                <Download aria-hidden />
                Baixar lista (CSV)
              </a>
            )}
          </>
        }
      />
      <div className="flex flex-col gap-4">
        {view.status === "running" && (
          <Progress
            value={view.bytesRead}
            max={Math.max(1, view.bytes)}
            label="Leitura do arquivo"
          />
        )}
        {view.dryRun && (
          <Alert tone="info">
            {view.status === "finished"
              ? "Só conferência: nada deste arquivo foi gravado. Para gravá-lo, envie-o novamente com Importar arquivos."
              : "Só conferência: nada deste arquivo é gravado."}
          </Alert>
        )}
        {view.failureReason && <Alert tone="error">{view.failureReason}</Alert>}
        <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-md border bg-border sm:grid-cols-5">
          <Figure label="Lidos" value={view.read} />
          <Figure label={view.dryRun ? "Seriam aceitos" : "Aceitos"} value={view.accepted} />
          <Figure label={view.dryRun ? "Já recebidos" : "Duplicados"} value={view.duplicated} />
          <Figure
            label={view.dryRun ? "Seriam recusados" : "Recusados"}
            value={view.refused}
            tone={view.refused > 0 ? "text-failed" : undefined}
          />
          <Figure
            label="Avisos"
            value={view.warned}
            tone={view.warned > 0 ? "text-pending" : undefined}
          />
        </dl>
        {view.sums.length > 0 && <ImportSums sums={view.sums} />}
        {view.codes.length > 1 && (
          <section aria-label="Motivos">
            <ul className="flex flex-wrap gap-2">
              {view.codes.map(({ code, severity, count }) => (
                <li key={`${code}${severity}`}>
                  <Link
                    href={`/movimentos/importacoes/${view.id}?f.code=${encodeURIComponent(code)}&f.severity=${severity}`}
                    className="inline-flex min-h-7 items-center gap-1.5 rounded-md border px-2 text-xs hover:bg-accent pointer-coarse:min-h-11"
                  >
                    {describeReason(code)}
                    {severity === "warning" && code !== "warning" ? " (aviso)" : ""}{" "}
                    <span className="font-medium tabular-nums">{number.format(count)}</span>
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        )}
        <DataGrid<RefusalView>
          name={GRID}
          label="Recusados e avisos"
          columns={columns}
          url={`/api/movements/imports/${view.id}/refusals`}
          initial={refusals}
          rowId={(row) => String(row.id)}
          rowLabel={(row) => row.place}
          searchPlaceholder="Pesquisar local, chave ou motivo"
          empty={
            <EmptyState
              title={
                isOpen(view) ? "Nenhum documento recusado até agora" : "Nenhum documento recusado"
              }
            >
              {view.accepted > 0
                ? view.dryRun
                  ? "Todos os documentos lidos seriam aceitos."
                  : "Todos os documentos lidos foram aceitos."
                : undefined}
            </EmptyState>
          }
        />
      </div>
    </>
  );
}

function Figure({ label, value, tone }: { label: string; value: number; tone?: string }) {
  return (
    <div className="bg-card px-4 py-2.5 last:max-sm:col-span-2">
      <dt className="text-xs text-muted-foreground">{label}</dt>
      <dd className={`text-lg font-semibold tabular-nums ${tone ?? ""}`}>{number.format(value)}</dd>
    </div>
  );
}

function refusalColumns(codes: readonly string[]): GridColumn<RefusalView, "refusals">[] {
  const options = [...new Set(codes)].map((value) => ({ value, label: describeReason(value) }));
  return [
    {
      id: "place",
      header: "Local",
      sortable: true,
      rowHeader: true,
      mobile: "title",
      cell: (row) => row.place,
    },
    {
      id: "severity",
      header: "Tipo",
      mobile: "status",
      filter: {
        options: [
          { value: "refusal", label: "Recusado" },
          { value: "warning", label: "Aviso" },
        ],
      },
      cell: (row) => <SeverityBadge row={row} />,
    },
    {
      id: "code",
      header: "Código",
      sortable: true,
      mobile: "hidden",
      filter: options.length > 0 ? { options } : undefined,
      cell: (row) => describeReason(row.code),
    },
    { id: "reason", header: "Motivo", wrap: true, width: "28rem", cell: (row) => row.reason },
    {
      id: "documentKey",
      header: "Chave",
      sortable: true,
      cell: (row) =>
        row.documentKey ? (
          <span className="font-mono text-[13px] select-all">{row.documentKey}</span>
        ) : (
          <span className="text-muted-foreground">—</span>
        ),
    },
  ];
}

function SeverityBadge({ row }: { row: RefusalView }) {
  if (row.severity === "warning") return <Badge tone="pending">Aviso</Badge>;
  return row.code === "duplicate" ? (
    <Badge tone="neutral">Duplicado</Badge>
  ) : (
    <Badge tone="failed">Recusado</Badge>
  );
}
