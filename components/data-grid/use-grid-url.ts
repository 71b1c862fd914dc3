"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import { parseGridQuery, writeGridQuery, type GridQuery } from "@/lib/core/grid.ts";

/** Changes part of a list's state; `replace` keeps it out of the Back history. */
export type ChangeQuery = (change: Partial<GridQuery>, how?: "push" | "replace") => void;

/** The names in the URL that belong to the list with this prefix. */
function ownsParam(name: string, prefix: string): boolean {
  const own = name.startsWith(prefix) ? name.slice(prefix.length) : "";
  return (
    own === "pagina" || own === "por" || own === "busca" || own === "ordem" || own.startsWith("f.")
  );
}

/**
 * A list's state, kept in the URL alone, so that reload, share and Back restore it. Written through
 * the history API: Next follows it without asking the server for the page again.
 */
export function useGridUrl(prefix: string): [GridQuery, ChangeQuery] {
  const text = useSearchParams().toString();
  const query = useMemo(() => parseGridQuery(new URLSearchParams(text), prefix), [text, prefix]);

  const change = useCallback<ChangeQuery>(
    (part, how = "push") => {
      // Read from the address bar and not from the last render: two quick changes must not undo each other.
      const now = new URLSearchParams(window.location.search);
      const next = { ...parseGridQuery(now, prefix), ...part };
      if (!("page" in part)) next.page = 1;
      const params = new URLSearchParams([...now].filter(([name]) => !ownsParam(name, prefix)));
      for (const [name, value] of writeGridQuery(next, prefix)) params.append(name, value);
      const search = params.toString();
      if (search === now.toString()) return;
      const url = `${window.location.pathname}${search ? `?${search}` : ""}${window.location.hash}`;
      if (how === "replace") window.history.replaceState(null, "", url);
      else window.history.pushState(null, "", url);
    },
    [prefix],
  );
  return [query, change];
}
