"use client";

import { useMemo, useState, useSyncExternalStore } from "react";
import { fetchJson } from "../data/fetch-json.ts";
import type { LogRange, LogRow } from "@/lib/admin/logs/read-logs.ts";
import { createLogStore, type LogStore } from "./log-store.ts";
import type { LineSource } from "./log-viewport.tsx";

/** The store of one log for the life of the page, redrawn when it changes. */
export function useLogStore(url: string, initial: LogRange): LogStore {
  const [store] = useState(() =>
    createLogStore(initial, (from, count) =>
      fetchJson<LogRange>(`${url}?from=${from}&count=${count}`),
    ),
  );
  useSyncExternalStore(store.subscribe, store.version, store.version);
  return store;
}

/** All lines, as far as `last`: while a person reads, what is added waits below and nothing moves. */
export function useAllLines(store: LogStore, last: number): LineSource {
  const version = store.version();
  const first = store.first();
  return useMemo(
    () => ({
      version,
      count: Math.max(0, last - first + 1),
      numberAt: (index: number) => first + index,
      lineAt: (index: number) => store.line(first + index),
      indexOf: (number: number) => (number < first ? -1 : Math.min(number, last) - first),
      want: (from: number, to: number) => store.want(first + from, first + to),
    }),
    [store, version, first, last],
  );
}

/** The lines a search found. */
export function useFoundLines(lines: readonly LogRow[]): LineSource {
  return useMemo(
    () => ({
      version: lines.length,
      count: lines.length,
      numberAt: (index: number) => lines[index]?.number ?? index,
      lineAt: (index: number) => lines[index],
      indexOf: (number: number) => lines.findIndex((line) => line.number >= number),
      want: () => undefined,
    }),
    [lines],
  );
}
