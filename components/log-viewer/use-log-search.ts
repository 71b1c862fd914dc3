"use client";

import { useEffect, useRef, useState } from "react";
import { fetchJson } from "../data/fetch-json.ts";
import type { LogRow } from "@/lib/admin/logs/read-logs.ts";
import type { LogLevel } from "@/lib/core/log-level.ts";

/** What is searched for; empty = nothing is. */
export interface LogQuery {
  text: string;
  levels: readonly LogLevel[];
  taskId: number | null;
}

/** What was found so far, in the log's order. */
export interface LogFound {
  lines: readonly LogRow[];
  searching: boolean;
  /** There is more than is kept. */
  cut: boolean;
  scannedTo: number;
  error: unknown;
}

interface SearchPage {
  lines: LogRow[];
  nextCursor: number | null;
  scannedTo: number;
}

const MOST_FOUND = 20_000;
const PAUSE_MS = 300;
const NOTHING: LogFound = { lines: [], searching: false, cut: false, scannedTo: 0, error: null };

/** The parameters of a search or of a download of it. */
export function searchParams(query: LogQuery): URLSearchParams {
  const params = new URLSearchParams();
  if (query.text) params.set("text", query.text);
  for (const level of query.levels) params.append("level", level);
  if (query.taskId !== null) params.set("task", String(query.taskId));
  return params;
}

/** Searches the log from its beginning, a stretch at a time, and goes on by itself when lines are added. */
export function useLogSearch(url: string, query: LogQuery, last: number): LogFound {
  const key = searchParams(query).toString();
  const [found, setFound] = useState<LogFound & { key: string }>({ ...NOTHING, key: "" });
  const state = useRef({ key: "", after: 0, lines: [] as LogRow[] });
  // While a search runs, the log's growth must not restart it: it reaches the end by itself.
  const [idleAt, setIdleAt] = useState(0);
  const behind = last > idleAt;

  useEffect(() => {
    if (!key) {
      state.current = { key: "", after: 0, lines: [] };
      return;
    }
    const control = new AbortController();
    if (state.current.key !== key) {
      state.current = { key, after: 0, lines: [] };
    } else if (!behind) return;
    const timer = setTimeout(
      () =>
        void search().catch(
          (error: unknown) =>
            !control.signal.aborted &&
            setFound({ ...NOTHING, key, lines: state.current.lines, error }),
        ),
      PAUSE_MS,
    );
    async function search() {
      const now = state.current;
      for (;;) {
        const page = await fetchJson<SearchPage>(
          `${url}/search?${key}&after=${now.after}&limit=1000`,
          control.signal,
        );
        now.lines = [...now.lines, ...page.lines];
        now.after = Math.max(now.after, page.nextCursor ?? page.scannedTo);
        const cut = now.lines.length >= MOST_FOUND;
        const searching = page.nextCursor !== null && !cut;
        setFound({ key, lines: now.lines, searching, cut, scannedTo: page.scannedTo, error: null });
        if (!searching) {
          setIdleAt(page.scannedTo);
          return;
        }
      }
    }
    return () => {
      control.abort();
      clearTimeout(timer);
    };
  }, [url, key, behind]);
  // What was found for another question is no answer to this one.
  return found.key === key && key !== "" ? found : { ...NOTHING, searching: key !== "" };
}
