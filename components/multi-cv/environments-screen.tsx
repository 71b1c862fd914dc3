"use client";

import { Download, FileUp, KeyRound, Pause, Pencil, Play, Stethoscope } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { type ReactNode, useCallback, useMemo, useState } from "react";
import { arrangeRows } from "../data-grid/arrange-rows.ts";
import { DataGrid } from "../data-grid/data-grid.tsx";
import type { GridColumn, RowAction } from "../data-grid/grid-column.ts";
import { refreshGrid } from "../data-grid/refresh-grid.ts";
import { useBanner } from "../forms/use-banner.tsx";
import { fetchJson } from "../data/fetch-json.ts";
import { useUrlParam } from "../hooks/use-url-param.ts";
import { ConfirmDialog } from "../ui/alert-dialog.tsx";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import type { Outcome } from "@/lib/admin/define-use-case.ts";
import type { EnvironmentRow } from "@/lib/admin/multi-cv/environment-row.ts";
import type { ImportReport } from "@/lib/admin/multi-cv/import-plan.ts";
import { type GridQuery, parseGridQuery } from "@/lib/core/grid.ts";
import { formatDay, formatInstant } from "@/lib/core/period.ts";
import { CsvImportDialog } from "./csv-import-dialog.tsx";
import { EnvironmentDialog, type EnvironmentActions } from "./environment-dialog.tsx";
import { toPlace } from "./environment-place.ts";
import { type EnvironmentProbe, EnvironmentSheet } from "./environment-sheet.tsx";
import { PlaceHealthBadge, describeValidity } from "./place-health.tsx";
import { QuotaMeter } from "./quota-meter.tsx";

interface EnvironmentsScreenProps {
  integrationId: number;
  initial: EnvironmentRow[];
  timeZone: string;
  /** The organization's day. */
  today: string;
  picker: ReactNode;
  /** null where the profile does not allow it. */
  actions:
    | (EnvironmentActions & {
        importFile: (input: {
          integrationId: number;
          text: string;
          save: boolean;
        }) => Promise<Outcome<ImportReport>>;
        setPaused: (input: { id: number; paused: boolean }) => Promise<Outcome<unknown>>;
        check: (input: { id: number }) => Promise<Outcome<EnvironmentProbe>>;
      })
    | null;
}

function columnsOf(timeZone: string, today: string): GridColumn<EnvironmentRow>[] {
  const muted = (text: string) => <span className="text-muted-foreground">{text}</span>;
  return [
    {
      id: "name",
      header: "Ambiente",
      sortable: true,
      rowHeader: true,
      mobile: "title",
      value: (row) => row.name,
      cell: (row) => row.name,
    },
    {
      id: "code",
      header: "Código",
      sortable: true,
      optional: true,
      mobile: "hidden",
      value: (row) => row.code,
      cell: (row) => <span className="font-mono text-xs">{row.code}</span>,
    },
    {
      id: "host",
      header: "Endereço",
      value: (row) => row.host,
      cell: (row) => <span className="font-mono text-xs">{row.host}</span>,
    },
    {
      id: "user",
      header: "E-mail ou usuário",
      value: (row) => row.userName,
      cell: (row) => row.userName,
    },
    {
      id: "secret",
      header: "Credencial",
      cell: (row) =>
        row.secretSetAt
          ? `definida em ${formatInstant(new Date(row.secretSetAt), timeZone).slice(0, 10)}`
          : row.hasSecret
            ? "definida"
            : muted("não definida"),
    },
    {
      id: "validity",
      header: "Validade",
      sortable: true,
      value: (row) => row.validUntil ?? "9999",
      cell: (row) =>
        row.validUntil ? (
          <span title={formatDay(row.validUntil)}>{describeValidity(row.validUntil, today)}</span>
        ) : (
          muted("sem vencimento")
        ),
    },
    {
      id: "health",
      header: "Situação",
      mobile: "status",
      cell: (row) => <PlaceHealthBadge place={toPlace(row)} today={today} />,
    },
    {
      id: "lastOk",
      header: "Última resposta",
      sortable: true,
      value: (row) => row.lastOkAt ?? "",
      cell: (row) =>
        row.lastOkAt ? (
          <RelativeTime value={row.lastOkAt} timeZone={timeZone} short />
        ) : (
          muted("nenhuma")
        ),
    },
    {
      id: "quota",
      header: "Chamadas de hoje",
      value: (row) => row.quota?.used ?? 0,
      cell: (row) => <QuotaMeter quota={row.quota} name={row.name} />,
    },
  ];
}

type Open =
  | { kind: "form"; row: EnvironmentRow | null }
  | { kind: "import" }
  | { kind: "pause"; row: EnvironmentRow }
  | null;

/** "Tokens": how the hub enters each system, and how well that goes. */
export function EnvironmentsScreen({
  integrationId,
  initial,
  timeZone,
  today,
  picker,
  actions,
}: EnvironmentsScreenProps) {
  const [open, setOpen] = useState<Open>(null);
  const [openId, setOpenId] = useUrlParam("ambiente");
  const [all, setAll] = useState(initial);
  const { banner, showBanner, act } = useBanner();
  const columns = useMemo(() => columnsOf(timeZone, today), [timeZone, today]);
  // There are a handful: all are read, and searched and ordered here.
  const source = useCallback(
    async (query: GridQuery, signal: AbortSignal) => {
      const rows = await fetchJson<EnvironmentRow[]>(
        `/api/lists/environments?integracao=${integrationId}`,
        signal,
      );
      setAll(rows);
      const { rows: shown, total } = arrangeRows(rows, columns, query);
      return { rows: shown, total };
    },
    [integrationId, columns],
  );
  const search = useSearchParams().toString();
  // Only for the first drawing: afterwards the grid reads by itself.
  const [first] = useState(() =>
    arrangeRows(initial, columns, parseGridQuery(new URLSearchParams(search))),
  );
  const opened = all.find(({ id }) => String(id) === openId);
  const refresh = () => refreshGrid("ambientes");

  const setPaused = (row: EnvironmentRow, paused: boolean) =>
    actions &&
    void act(actions.setPaused({ id: row.id, paused }), () => {
      showBanner(
        "success",
        paused
          ? `${row.name} pausado. Nenhuma chamada será enviada até que seja retomado.`
          : `${row.name} retomado. As reservas que dependiam dele voltam a ser processadas.`,
      );
      refresh();
    });
  const pause = (row: EnvironmentRow) =>
    row.pausedAt ? setPaused(row, false) : setOpen({ kind: "pause", row });
  const rowActions = (row: EnvironmentRow): RowAction[] => [
    { label: "Verificar", icon: <Stethoscope />, onSelect: () => setOpenId(String(row.id)) },
    { label: "Editar", icon: <Pencil />, onSelect: () => setOpen({ kind: "form", row }) },
    row.pausedAt
      ? { label: "Retomar", icon: <Play />, onSelect: () => pause(row) }
      : { label: "Pausar", icon: <Pause />, onSelect: () => pause(row) },
  ];
  const add = actions && (
    <Button onClick={() => setOpen({ kind: "form", row: null })}>
      <KeyRound aria-hidden /> Cadastrar ambiente
    </Button>
  );
  return (
    <>
      <PageHead
        title="Tokens"
        state="Credenciais que o Enlace usa para acessar o Hub, os terminais e o Sienge. Elas são gravadas de forma cifrada e não podem ser exibidas depois."
        actions={
          <>
            {picker}
            <Button variant="outline" asChild>
              <a href={`/api/multi-cv/export/tokens?integracao=${integrationId}`} download>
                <Download aria-hidden /> Exportar CSV
              </a>
            </Button>
            {actions && (
              <Button variant="outline" onClick={() => setOpen({ kind: "import" })}>
                <FileUp aria-hidden /> Importar CSV
              </Button>
            )}
            {add}
          </>
        }
      />
      {banner}
      <DataGrid<EnvironmentRow>
        name="ambientes"
        label="Ambientes"
        columns={columns}
        source={source}
        initial={first}
        live={30_000}
        rowId={(row) => String(row.id)}
        rowLabel={(row) => row.name}
        onRowOpen={(row) => setOpenId(String(row.id))}
        rowActions={actions ? rowActions : undefined}
        searchPlaceholder="Pesquisar ambientes"
        empty={
          <EmptyState title="Nenhum ambiente ainda" action={add}>
            Cadastre o Hub, os terminais e o Sienge para começar a integração.
          </EmptyState>
        }
      />
      {opened && (
        <EnvironmentSheet
          key={opened.id}
          environment={opened}
          today={today}
          timeZone={timeZone}
          check={actions?.check ?? null}
          onEdit={actions && (() => setOpen({ kind: "form", row: opened }))}
          onPause={actions && (() => pause(opened))}
          onChecked={refresh}
          onClose={() => setOpenId(null)}
        />
      )}
      {open?.kind === "import" && actions && (
        <CsvImportDialog
          title="Importar ambientes"
          description="Um ambiente por linha. Colunas: codigo; sistema (cv ou sienge); nome; endereco; usuario e, se quiser, subdominio; credencial; validade; sienge; limite_diario. Sem a coluna credencial, a credencial gravada é mantida."
          send={(text, save) => actions.importFile({ integrationId, text, save })}
          onClose={() => setOpen(null)}
          onSaved={refresh}
        />
      )}
      {open?.kind === "form" && actions && (
        <EnvironmentDialog
          integrationId={integrationId}
          environment={open.row}
          all={all}
          timeZone={timeZone}
          actions={actions}
          onClose={() => setOpen(null)}
          onSaved={(name) => {
            showBanner(
              "success",
              open.row
                ? `Ambiente “${name}” alterado.`
                : `Ambiente “${name}” cadastrado. Verifique a conexão pelo menu da linha.`,
            );
            setOpen(null);
            refresh();
          }}
        />
      )}
      {open?.kind === "pause" && (
        <ConfirmDialog
          open
          onOpenChange={() => setOpen(null)}
          title={`Pausar ${open.row.name}?`}
          description="Nenhuma chamada será enviada a este ambiente até que ele seja retomado. As reservas que dependem dele ficam bloqueadas na etapa atual e nenhum dado é perdido."
          confirmLabel="Pausar"
          destructive
          onConfirm={() => setPaused(open.row, true)}
        />
      )}
    </>
  );
}
