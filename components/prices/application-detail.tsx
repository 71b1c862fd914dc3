"use client";

import { Undo2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { DataGrid } from "../data-grid/data-grid.tsx";
import type { GridColumn } from "../data-grid/grid-column.ts";
import { refreshGrid } from "../data-grid/refresh-grid.ts";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import type {
  ApplicationLine,
  ApplicationRow,
} from "@/lib/admin/prices/list-price-applications.ts";
import type { GridPage } from "@/lib/core/grid.ts";
import { Amount } from "./price-cells.tsx";
import { UndoDialog, type UndoAction } from "./undo-dialog.tsx";

const UNDONE = [
  { value: "restored", label: "Restaurado" },
  { value: "changed", label: "Mantido: alterado depois" },
];

const COLUMNS: readonly GridColumn<ApplicationLine, "applicationLines">[] = [
  {
    id: "code",
    header: "Código",
    mobile: "hidden",
    cell: (line) => <span className="font-mono text-[13px]">{line.productCode}</span>,
  },
  {
    id: "product",
    header: "Produto",
    sortable: true,
    rowHeader: true,
    mobile: "title",
    wrap: true,
    cell: (line) => line.description || line.productCode,
  },
  { id: "branch", header: "Filial", sortable: true, cell: (line) => line.branch },
  {
    id: "previous",
    header: "Antes",
    align: "right",
    sortable: true,
    cell: (line) => <Amount cents={line.previousCents} />,
  },
  {
    id: "applied",
    header: "Aplicado",
    align: "right",
    sortable: true,
    cell: (line) => <Amount cents={line.newCents} />,
  },
  {
    id: "current",
    header: "Agora",
    align: "right",
    cell: (line) => <Amount cents={line.nowCents} />,
  },
  {
    id: "undone",
    header: "Desfeito",
    mobile: "status",
    filter: { options: UNDONE },
    cell: (line) =>
      UNDONE.find(({ value }) => value === line.undone)?.label ?? (
        <span className="text-muted-foreground">—</span>
      ),
  },
];

/** An application's prices, before, applied and now; and the way back. */
export function ApplicationDetail({
  application,
  initial,
  undo,
}: {
  application: ApplicationRow;
  initial: GridPage<ApplicationLine>;
  undo: UndoAction;
}) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [report, setReport] = useState("");
  return (
    <div className="flex flex-col gap-3">
      {report && (
        <Alert tone="success" onDismiss={() => setReport("")}>
          {report}
        </Alert>
      )}
      <DataGrid<ApplicationLine>
        name="precos-aplicados"
        label="Preços aplicados"
        columns={COLUMNS}
        url={`/api/prices/applications/${application.id}/lines`}
        initial={initial}
        rowId={(line) => `${line.branchId}~${line.productCode}`}
        rowLabel={(line) => `${line.description || line.productCode}, ${line.branch}`}
        searchPlaceholder="Pesquisar preços"
        toolbar={
          application.status === "applied" && (
            <Button variant="outline" size="sm" onClick={() => setOpen(true)}>
              <Undo2 aria-hidden /> Desfazer aplicação
            </Button>
          )
        }
      />
      {open && (
        <UndoDialog
          id={application.id}
          prices={application.prices}
          undo={undo}
          onClose={() => setOpen(false)}
          onDone={(sentence) => {
            setOpen(false);
            setReport(sentence);
            refreshGrid("precos-aplicados");
            router.refresh();
          }}
        />
      )}
    </div>
  );
}
