"use client";

import type { RowData } from "@tanstack/react-table";
import { useEffect } from "react";
import type { GridPage } from "@/lib/core/grid.ts";
import type { GridCommonProps } from "./grid-column.ts";
import { GridView } from "./grid-view.tsx";
import { useGridData, type GridSource } from "./use-grid-data.ts";
import { useGridUrl } from "./use-grid-url.ts";

/** Props of {@link DataGrid}: where pages come from, and what a list has in any case. */
export interface DataGridProps<Row extends RowData> extends GridCommonProps<Row> {
  /** Either a function … */
  source?: GridSource<Row>;
  /** … or a GET endpoint that takes the list's URL parameters and answers a GridPage. */
  url?: string;
  /** The page the server already read, so that nothing flashes. */
  initial?: GridPage<Row>;
  /** Keeps two lists on one page apart in the URL ("arquivos."). */
  prefix?: string;
  /** Milliseconds between silent readings. New rows wait behind a pill. */
  live?: number | false;
}

/** The one list of the hub: rows from the server, state in the URL. */
export function DataGrid<Row extends RowData>({
  source,
  url,
  initial,
  prefix = "",
  live = false,
  ...common
}: DataGridProps<Row>) {
  const [query, onQuery] = useGridUrl(prefix);
  const data = useGridData({
    name: common.name,
    query,
    source,
    url,
    initial,
    live,
    rowId: common.rowId,
  });

  const pages =
    data.page && !data.changing
      ? Math.max(1, Math.ceil(data.page.total / query.pageSize))
      : undefined;
  useEffect(() => {
    if (pages !== undefined && query.page > pages) onQuery({ page: pages }, "replace");
  }, [pages, query.page, onQuery]);

  return (
    <GridView
      {...common}
      query={query}
      onQuery={onQuery}
      page={data.page}
      changing={data.changing}
      error={data.error}
      onRefresh={data.refresh}
      refreshing={data.fetching}
      waiting={data.waiting}
      onShowWaiting={data.showWaiting}
    />
  );
}
