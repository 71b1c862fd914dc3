"use client";

import { LocalGrid } from "../data-grid/local-grid.tsx";
import type { GridColumn } from "../data-grid/grid-column.ts";
import type { RefusedRecord, TaskDetail } from "@/lib/admin/tasks/read-task.ts";
import { formatDay } from "@/lib/core/period.ts";
import { formatCount } from "@/lib/core/format-count.ts";

const columns: GridColumn<RefusedRecord>[] = [
  {
    id: "record",
    header: "Registro",
    cell: (row) => <code className="font-mono text-xs wrap-anywhere">{row.recordKey}</code>,
    value: (row) => row.recordKey,
    sortable: true,
    rowHeader: true,
    mobile: "title",
    wrap: true,
  },
  {
    id: "message",
    header: "Motivo",
    cell: (row) => row.message,
    value: (row) => row.message,
    wrap: true,
  },
  {
    id: "branch",
    header: "Filial",
    cell: (row) => row.branch ?? "",
    value: (row) => row.branch ?? "",
    sortable: true,
  },
  {
    id: "day",
    header: "Dia",
    cell: (row) => (row.day ? formatDay(row.day) : ""),
    value: (row) => row.day ?? "",
    sortable: true,
  },
];
const rowId = (row: RefusedRecord) => String(row.id);
const rowLabel = (row: RefusedRecord) => `registro ${row.recordKey}`;

/** The records that the partner, or the hub before sending, did not take. */
export function RefusedRecords({ rejections }: { rejections: TaskDetail["rejections"] }) {
  if (rejections.total === 0) return null;
  const more = rejections.total - rejections.rows.length;
  return (
    <section aria-label="Registros recusados">
      <h3 className="mb-2 text-sm font-semibold">
        {formatCount(rejections.total, "registro recusado", "registros recusados")}
      </h3>
      <LocalGrid<RefusedRecord>
        name="recusados"
        label="Registros recusados"
        columns={columns}
        rows={rejections.rows}
        rowId={rowId}
        rowLabel={rowLabel}
        searchPlaceholder={rejections.rows.length > 10 ? "Pesquisar registros" : undefined}
      />
      {more > 0 && (
        <p className="mt-2 text-sm text-muted-foreground">
          E mais {more.toLocaleString("pt-BR")}. Corrija a origem e reprocesse. O que já foi aceito
          não é enviado novamente.
        </p>
      )}
    </section>
  );
}
