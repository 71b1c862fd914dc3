"use client";

import { columnVisibilityFeature, tableFeatures, useTable, type ColumnDef, type RowData } from "@tanstack/react-table";
import { useEffect, useMemo, useState } from "react";
import type { GridColumn } from "./grid-column";

const features = tableFeatures({ columnVisibilityFeature });

/** The parts of the table library the grids use. Sorting, filtering and paging are the source's work. */
export type GridFeatures = typeof features;

/** The table model of a grid: which cells of which rows are visible. Hidden columns are remembered per list. */
export function useGridTable<Row extends RowData>(name: string, columns: readonly GridColumn<Row>[], rows: Row[], rowId: (row: Row) => string) {
  const defaults = useMemo(() => Object.fromEntries(columns.filter((column) => column.optional).map((column) => [column.id, false])), [columns]);
  const [columnVisibility, setColumnVisibility] = useState<Record<string, boolean>>(defaults);
  const stored = `enlace.colunas.${name}`;

  // After mounting, because the server cannot know what this browser remembers.
  useEffect(() => {
    const text = window.localStorage.getItem(stored);
    if (!text) return;
    const entries = text.split(",").map((part): [string, boolean] => [part.replace(/^-/, ""), !part.startsWith("-")]);
    setColumnVisibility((now) => ({ ...now, ...Object.fromEntries(entries) }));
  }, [stored]);

  const defs = useMemo(
    () => columns.map((column): ColumnDef<GridFeatures, Row> => ({ id: column.id, header: column.header, cell: ({ row }) => column.cell(row.original) })),
    [columns],
  );
  const table = useTable<GridFeatures, Row>({
    features,
    columns: defs,
    data: rows,
    getRowId: rowId,
    state: { columnVisibility },
    onColumnVisibilityChange: (updater) => {
      const next = typeof updater === "function" ? updater(columnVisibility) : updater;
      setColumnVisibility(next);
      window.localStorage.setItem(stored, Object.entries(next).map(([id, on]) => (on ? id : `-${id}`)).join(","));
    },
  });
  const visible = columns.filter((column) => columnVisibility[column.id] !== false);
  return { table, visible, columnVisibility, setVisible: (id: string, on: boolean) => table.setColumnVisibility((now) => ({ ...now, [id]: on })) };
}
