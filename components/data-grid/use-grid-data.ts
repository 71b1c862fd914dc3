"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useId, useRef, useState } from "react";
import type { GridPage, GridQuery } from "@/lib/core/grid.ts";
import { writeGridQuery } from "@/lib/core/grid.ts";
import { ReadError } from "../data/fetch-json.ts";
import { fetchGridPage } from "./fetch-grid-page.ts";
import { deferNewRows, type DeferredPage } from "./defer-new-rows.ts";
import { onRefreshGrid } from "./refresh-grid.ts";

/** Where a list's pages come from. */
export type GridSource<Row> = (query: GridQuery, signal: AbortSignal) => Promise<GridPage<Row>>;

/** Options of {@link useGridData}. */
export interface GridDataOptions<Row> {
  name: string;
  query: GridQuery;
  source?: GridSource<Row>;
  url?: string;
  initial?: GridPage<Row>;
  live: number | false;
  rowId: (row: Row) => string;
}

interface Shown<Row> extends DeferredPage<Row> {
  key: string;
  fresh: GridPage<Row>;
  accept: number;
}

let lastReturn = 0;
if (typeof window !== "undefined")
  window.addEventListener("popstate", () => (lastReturn = Date.now()));

/** The rows of the asked page: the server's first, then read again when asked, live or stale. */
export function useGridData<Row>({
  name,
  query,
  source,
  url,
  initial,
  live,
  rowId,
}: GridDataOptions<Row>) {
  const key = writeGridQuery(query).toString();
  const instance = useId();
  // The page the server rendered belongs to the state the URL had then. Reached by Back, it may be old news.
  const [first] = useState(() => ({ key, at: Date.now() - lastReturn < 1000 ? 0 : Date.now() }));
  const result = useQuery({
    queryKey: ["grid", name, url ?? "", instance, key],
    queryFn: ({ signal }) => {
      if (source) return source(query, signal);
      if (url) return fetchGridPage<Row>(url, query, signal);
      throw new Error(`grid ${name} has neither source nor url`);
    },
    ...(initial && first.key === key && { initialData: initial, initialDataUpdatedAt: first.at }),
    placeholderData: keepPreviousData,
    // What the server refused it will refuse again; what broke may work a moment later.
    retry: (failures, error) =>
      failures < 1 && !(error instanceof ReadError && error.status >= 400 && error.status < 500),
    staleTime: 2000,
    gcTime: 5000,
    refetchInterval: live,
  });

  const [accept, setAccept] = useState(0);
  const { refetch, data, isPlaceholderData } = result;
  const refresh = useCallback(() => {
    // Accepted once more when the answer is there: what the person asked for never waits behind the pill.
    setAccept((count) => count + 1);
    void refetch().then(() => setAccept((count) => count + 1));
  }, [refetch]);
  useEffect(() => onRefreshGrid(name, refresh), [name, refresh]);

  // The server rendered the page again (an action changed something): its news are shown at once.
  const seenInitial = useRef(initial);
  useEffect(() => {
    if (initial === seenInitial.current) return;
    seenInitial.current = initial;
    refresh();
  }, [initial, refresh]);

  const [shown, setShown] = useState<Shown<Row> | null>(null);
  let held = shown;
  if (
    data &&
    !isPlaceholderData &&
    (shown === null || shown.fresh !== data || shown.key !== key || shown.accept !== accept)
  ) {
    const keep = live !== false && shown !== null && shown.key === key && shown.accept === accept;
    held = {
      ...(keep ? deferNewRows(shown.page, data, rowId) : { page: data, waiting: 0 }),
      key,
      fresh: data,
      accept,
    };
    setShown(held);
  }
  const showWaiting = useCallback(() => setAccept((count) => count + 1), []);

  return {
    page: held?.page ?? data,
    waiting: held?.key === key ? held.waiting : 0,
    showWaiting,
    refresh,
    /** Rows of a former state are shown until the asked ones come, or fail to. */
    changing: held !== null && held.key !== key,
    fetching: result.isFetching,
    error: result.error,
  };
}
