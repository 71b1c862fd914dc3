"use client";

import {
  columnVisibilityFeature,
  tableFeatures,
  useTable,
  type ColumnDef,
  type RowData,
} from "@tanstack/react-table";
import { useMemo } from "react";
import { useStored } from "../ui/use-stored.ts";
import type { GridColumn } from "./grid-column.ts";

const features = tableFeatures({ columnVisibilityFeature });

/** The parts of the table library the grids use. Sorting, filtering and paging are the source's work. */
export type GridFeatures = typeof features;

/** The table model of a grid: which cells of which rows are visible. Hidden columns are remembered per list. */
export function useGridTable<Row extends RowData>(
  name: string,
  columns: readonly GridColumn<Row>[],
  rows: Row[],
  rowId: (row: Row) => string,
) {
  const [stored, store] = useStored(`enlace.colunas.${name}`);
  const columnVisibility = useMemo(() => {
    const visibility: Record<string, boolean> = Object.fromEntries(
      columns.map((column) => [column.id, !column.optional]),
    );
    for (const part of stored?.split(",") ?? [])
      visibility[part.replace(/^-/, "")] = !part.startsWith("-");
    return visibility;
  }, [columns, stored]);

  const defs = useMemo(
    () =>
      columns.map((column): ColumnDef<GridFeatures, Row> => ({
        id: column.id,
        header: column.header,
        cell: ({ row }) => column.cell(row.original),
      })),
    [columns],
  );
  const table = useTable<GridFeatures, Row>({
    features,
    columns: defs,
    data: rows,
    getRowId: rowId,
    state: { columnVisibility },
  });

  function setVisible(id: string, on: boolean) {
    const next = { ...columnVisibility, [id]: on };
    store(
      columns.map((column) => (next[column.id] === false ? `-${column.id}` : column.id)).join(","),
    );
  }
  return {
    table,
    visible: columns.filter((column) => columnVisibility[column.id] !== false),
    columnVisibility,
    setVisible,
  };
}
