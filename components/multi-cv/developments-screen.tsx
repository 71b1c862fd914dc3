"use client";

import { Building2, Download, FileUp, Pencil, Stethoscope } from "lucide-react";
import { type ReactNode, useMemo, useState } from "react";
import { DataGrid } from "../data-grid/data-grid.tsx";
import type { GridColumn, RowAction } from "../data-grid/grid-column.ts";
import { refreshGrid } from "../data-grid/refresh-grid.ts";
import { ActiveBadge } from "../ui/active-badge.tsx";
import { useBanner } from "../forms/use-banner.tsx";
import { Button } from "../ui/button.tsx";
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "../ui/dialog.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { PageHead } from "../ui/page-head.tsx";
import type { Outcome } from "@/lib/admin/define-use-case.ts";
import type { ImportReport } from "@/lib/admin/multi-cv/import-plan.ts";
import type { DevelopmentRow } from "@/lib/admin/multi-cv/list-developments.ts";
import type { EnvironmentChoice } from "@/lib/admin/multi-cv/read-flow-scope.ts";
import type { GridPage } from "@/lib/core/grid.ts";
import { CheckMark, CheckNotes } from "./check-mark.tsx";
import { CsvImportDialog } from "./csv-import-dialog.tsx";
import { DevelopmentDialog, type DevelopmentActions } from "./development-dialog.tsx";

interface DevelopmentsScreenProps {
  integrationId: number;
  initial: GridPage<DevelopmentRow>;
  environments: EnvironmentChoice[];
  timeZone: string;
  picker: ReactNode;
  /** null where the profile does not allow it. */
  actions:
    | (DevelopmentActions & {
        importFile: (input: {
          integrationId: number;
          text: string;
          save: boolean;
        }) => Promise<Outcome<ImportReport>>;
        check: (input: { id: number }) => Promise<Outcome<{ ok: boolean; notes: string[] }>>;
      })
    | null;
}

function columnsOf(
  environments: readonly EnvironmentChoice[],
  timeZone: string,
): GridColumn<DevelopmentRow, "developments">[] {
  const code = (value: string | null) =>
    value ? (
      <span className="tabular-nums">{value}</span>
    ) : (
      <span className="text-muted-foreground">–</span>
    );
  return [
    {
      id: "hubName",
      header: "Empreendimento",
      sortable: true,
      rowHeader: true,
      mobile: "title",
      cell: (row) => row.hubName,
    },
    {
      id: "hubId",
      header: "Id no Hub",
      sortable: true,
      align: "right",
      cell: (row) => code(row.hubDevelopmentId),
    },
    {
      id: "terminal",
      header: "Terminal",
      sortable: true,
      filter: {
        options: environments
          .filter(({ kind, code: own }) => kind === "cv" && own !== "hub")
          .map((one) => ({ value: one.code, label: one.name })),
      },
      cell: (row) => row.environmentName,
    },
    {
      id: "terminalId",
      header: "Id no terminal",
      sortable: true,
      align: "right",
      mobile: "hidden",
      cell: (row) => code(row.terminalDevelopmentId),
    },
    {
      id: "enterprise",
      header: "No Sienge",
      sortable: true,
      align: "right",
      cell: (row) => code(row.siengeEnterpriseId),
    },
    {
      id: "company",
      header: "Empresa",
      sortable: true,
      align: "right",
      mobile: "hidden",
      cell: (row) => code(row.siengeCompanyId),
    },
    {
      id: "checked",
      header: "Verificação",
      sortable: true,
      filter: {
        options: [
          { value: "ok", label: "Confere" },
          { value: "wrong", label: "Não confere" },
          { value: "never", label: "Não verificado" },
        ],
      },
      cell: (row) => <CheckMark check={row.check} checkedAt={row.checkedAt} timeZone={timeZone} />,
    },
    {
      id: "active",
      header: "Situação",
      mobile: "status",
      filter: {
        options: [
          { value: "yes", label: "Ativo" },
          { value: "no", label: "Inativo" },
        ],
      },
      cell: (row) => <ActiveBadge active={row.active} />,
    },
  ];
}

type Open =
  | { kind: "form"; row: DevelopmentRow | null }
  | { kind: "import" }
  | { kind: "check"; row: DevelopmentRow; result: { ok: boolean; notes: string[] } | null }
  | null;

/** "Empreendimentos": in which terminal, enterprise and company each development of the Hub lives. */
export function DevelopmentsScreen({
  integrationId,
  initial,
  environments,
  timeZone,
  picker,
  actions,
}: DevelopmentsScreenProps) {
  const [open, setOpen] = useState<Open>(null);
  const { banner, showBanner, act } = useBanner();
  const columns = useMemo(() => columnsOf(environments, timeZone), [environments, timeZone]);

  function check(row: DevelopmentRow) {
    if (!actions) return;
    setOpen({ kind: "check", row, result: null });
    void actions.check({ id: row.id }).then(
      (outcome) => {
        if (outcome.ok) setOpen({ kind: "check", row, result: outcome.value });
        else void act(Promise.resolve(outcome), () => undefined).then(() => setOpen(null));
        refreshGrid("empreendimentos");
      },
      () => {
        setOpen(null);
        showBanner("error", "Não foi possível falar com o servidor. Tente novamente.");
      },
    );
  }
  const rowActions = (row: DevelopmentRow): RowAction[] =>
    actions
      ? [
          { label: "Editar", icon: <Pencil />, onSelect: () => setOpen({ kind: "form", row }) },
          {
            label: "Verificar nos três sistemas",
            icon: <Stethoscope />,
            onSelect: () => check(row),
          },
        ]
      : [];
  const add = actions && (
    <Button onClick={() => setOpen({ kind: "form", row: null })}>
      <Building2 aria-hidden /> Cadastrar empreendimento
    </Button>
  );
  return (
    <>
      <PageHead
        title="Empreendimentos"
        state="Terminal, código no Sienge e empresa de cada empreendimento do Hub."
        actions={
          <>
            {picker}
            <Button variant="outline" asChild>
              <a href={`/api/multi-cv/export/empreendimentos?integracao=${integrationId}`} download>
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
      <DataGrid<DevelopmentRow>
        name="empreendimentos"
        label="Empreendimentos"
        columns={columns}
        url={`/api/lists/developments?integracao=${integrationId}`}
        initial={initial}
        rowId={(row) => String(row.id)}
        rowLabel={(row) => row.hubName}
        onRowOpen={(row) => actions && setOpen({ kind: "form", row })}
        rowActions={actions ? rowActions : undefined}
        searchPlaceholder="Pesquisar empreendimentos"
        empty={
          <EmptyState title="Nenhum empreendimento ainda" action={add}>
            Este cadastro define em qual terminal cada reserva é criada. Cadastre um a um ou importe
            todos de um CSV.
          </EmptyState>
        }
      />
      {open?.kind === "import" && actions && (
        <CsvImportDialog
          title="Importar empreendimentos"
          description="Um empreendimento por linha. Colunas: id_hub; nome; terminal (o código em Tokens); id_terminal e, se quiser, empreendimento_sienge; empresa_sienge; ativo. Um id do Hub já cadastrado é atualizado."
          send={(text, save) => actions.importFile({ integrationId, text, save })}
          onClose={() => setOpen(null)}
          onSaved={() => refreshGrid("empreendimentos")}
        />
      )}
      {open?.kind === "form" && actions && (
        <DevelopmentDialog
          integrationId={integrationId}
          development={open.row}
          environments={environments}
          actions={actions}
          onClose={() => setOpen(null)}
          onSaved={(name) => {
            showBanner(
              "success",
              open.row
                ? `Empreendimento “${name}” alterado.`
                : `Empreendimento “${name}” cadastrado. Verifique-o nos três sistemas pelo menu da linha.`,
            );
            setOpen(null);
            refreshGrid("empreendimentos");
          }}
        />
      )}
      {open?.kind === "check" && (
        <Dialog open onOpenChange={(stay) => !stay && setOpen(null)}>
          <DialogContent>
            <DialogHeader>
              <DialogTitle>Verificar {open.row.hubName}</DialogTitle>
              <DialogDescription>
                Dados atuais deste empreendimento no Hub, no terminal e no Sienge.
              </DialogDescription>
            </DialogHeader>
            <DialogBody aria-live="polite" aria-busy={open.result === null || undefined}>
              {open.result ? (
                <CheckNotes check={open.result} />
              ) : (
                <p className="text-sm text-muted-foreground">Consultando os três sistemas…</p>
              )}
            </DialogBody>
            <DialogFooter>
              <Button onClick={() => setOpen(null)}>Fechar</Button>
            </DialogFooter>
          </DialogContent>
        </Dialog>
      )}
    </>
  );
}
