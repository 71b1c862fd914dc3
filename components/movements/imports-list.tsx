"use client";

import { Ban, FileUp, ListX } from "lucide-react";
import { type ReactNode, useMemo, useState } from "react";
import { DataGrid } from "../data-grid/data-grid.tsx";
import type { RowAction } from "../data-grid/grid-column.ts";
import { refreshGrid } from "../data-grid/refresh-grid.ts";
import { describeProblem } from "../forms/describe-problem.tsx";
import { Alert } from "../ui/alert.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import type { Problem } from "@/lib/admin/define-use-case.ts";
import type { ImportView } from "@/lib/admin/movements/import-row.ts";
import type { GridPage } from "@/lib/core/grid.ts";
import { IMPORTS_GRID_NAME } from "./grid-names.ts";
import { importColumns } from "./import-columns.tsx";

const LIVE_MS = 2000;

/** The list of imports; what runs shows how far it is by itself. */
export function ImportsList({
  initial,
  timeZone,
  withClient,
}: {
  initial: GridPage<ImportView>;
  timeZone: string;
  withClient: boolean;
}) {
  const columns = useMemo(() => importColumns(timeZone, withClient), [timeZone, withClient]);
  const [problem, setProblem] = useState<ReactNode>(null);

  async function cancel(row: ImportView) {
    setProblem(null);
    const response = await fetch(`/api/movements/imports/${row.id}/cancel`, {
      method: "POST",
    }).catch(() => null);
    if (!response?.ok) {
      const body = (await response?.json().catch(() => null)) as {
        problem?: Problem;
      } | null;
      setProblem(
        body?.problem
          ? describeProblem(body.problem)
          : "O servidor não respondeu e a importação continua. Tente novamente.",
      );
    }
    refreshGrid(IMPORTS_GRID_NAME);
  }

  const actionsOf = (row: ImportView): RowAction[] => [
    { label: "Ver recusados", icon: <ListX />, href: `/movimentos/importacoes/${row.id}` },
    ...(row.status === "waiting" || row.status === "running"
      ? [
          {
            label: "Cancelar importação",
            icon: <Ban />,
            destructive: true,
            hint: "Os dados já lidos são mantidos",
            onSelect: () => void cancel(row),
          },
        ]
      : []),
  ];
  return (
    <div className="flex flex-col gap-3">
      {problem && (
        <Alert tone="error" onDismiss={() => setProblem(null)}>
          {problem}
        </Alert>
      )}
      <DataGrid<ImportView>
        name={IMPORTS_GRID_NAME}
        label="Importações"
        columns={columns}
        url="/api/movements/imports"
        initial={initial}
        live={LIVE_MS}
        rowId={(row) => String(row.id)}
        rowLabel={(row) => row.name}
        rowHref={(row) => `/movimentos/importacoes/${row.id}`}
        rowActions={actionsOf}
        searchPlaceholder="Pesquisar arquivo ou usuário"
        empty={
          <EmptyState icon={<FileUp />} title="Nenhum movimento importado ainda">
            Use “Importar arquivos” ou arraste para cá os XML de NFC‑e e NF‑e, um zip com eles ou um
            CSV em um dos modelos. O ERP também pode enviar pela API.
          </EmptyState>
        }
      />
    </div>
  );
}
