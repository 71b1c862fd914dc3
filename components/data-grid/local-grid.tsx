"use client";

import type { RowData } from "@tanstack/react-table";
import { useCallback, useMemo, useState } from "react";
import { PAGE_SIZES, type GridQuery } from "@/lib/core/grid.ts";
import { arrangeRows } from "./arrange-rows.ts";
import type { GridCommonProps } from "./grid-column.ts";
import { GridView } from "./grid-view.tsx";
import { type ChangeQuery, useGridUrl } from "./use-grid-url.ts";

/** Props of {@link LocalGrid} and {@link AddressedGrid}. */
export interface LocalGridProps<Row extends RowData> extends GridCommonProps<Row> {
  rows: readonly Row[];
  /** 100 unless said otherwise; the footer appears only when there is more than one page. */
  pageSize?: (typeof PAGE_SIZES)[number];
  sort?: GridQuery["sort"];
  onRefresh?: () => void;
  refreshing?: boolean;
}

/** A small list that is all in memory, inside a form or dialog: the same head, menus and footer, with local state. */
export function LocalGrid<Row extends RowData>({
  pageSize = 100,
  sort = null,
  ...props
}: LocalGridProps<Row>) {
  const [query, setQuery] = useState<GridQuery>({
    page: 1,
    pageSize,
    search: "",
    sort,
    filters: {},
  });
  const onQuery = useCallback<ChangeQuery>(
    (part) => setQuery((now) => ({ ...now, page: 1, ...part })),
    [],
  );
  return <ArrangedGrid {...props} query={query} onQuery={onQuery} />;
}

/**
 * The same where the list is the page itself: its state stands in the address, so that reload,
 * share and Back restore it.
 */
export function AddressedGrid<Row extends RowData>({
  pageSize = 100,
  sort = null,
  ...props
}: LocalGridProps<Row>) {
  const [asked, onQuery] = useGridUrl("");
  const query = useMemo(
    () => ({ ...asked, pageSize, sort: asked.sort ?? sort }),
    [asked, pageSize, sort],
  );
  return <ArrangedGrid {...props} query={query} onQuery={onQuery} />;
}

function ArrangedGrid<Row extends RowData>({
  rows,
  query,
  ...props
}: Omit<LocalGridProps<Row>, "pageSize" | "sort"> & { query: GridQuery; onQuery: ChangeQuery }) {
  const { columns, canSelect, rowId } = props;
  const arranged = useMemo(() => arrangeRows(rows, columns, query), [rows, columns, query]);
  // The head's box ticks everything the filter shows, on whichever page it stands.
  const allIds = useMemo(
    () => arranged.all.filter((row) => canSelect?.(row) ?? true).map(rowId),
    [arranged, canSelect, rowId],
  );
  const shownQuery = useMemo(() => ({ ...query, page: arranged.page }), [query, arranged.page]);
  return <GridView {...props} compact query={shownQuery} page={arranged} allIds={allIds} />;
}
