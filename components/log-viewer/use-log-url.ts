"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useEffect, useMemo, useState } from "react";
import { LOG_LEVELS, type LogLevel } from "@/lib/core/log-level.ts";
import type { LogQuery } from "./use-log-search.ts";

/** The viewer's state that a link carries. */
export interface LogUrl extends LogQuery {
  /** Show only what is searched for, instead of all lines with the hits marked. */
  only: boolean;
}

const readHash = () => Number(/^#L(\d{1,15})/.exec(window.location.hash)?.[1] ?? 0) || null;

/** Search, levels, task and line, kept in the address alone: reload and share show the same. */
export function useLogUrl(): [
  LogUrl,
  (change: Partial<LogUrl>) => void,
  number | null,
  (line: number | null) => void,
] {
  const params = useSearchParams();
  const [line, setLine] = useState<number | null>(null);
  useEffect(() => {
    const follow = () => setLine(readHash());
    follow();
    window.addEventListener("hashchange", follow);
    return () => window.removeEventListener("hashchange", follow);
  }, []);

  const text = params.get("busca") ?? "";
  const levelText = params.get("nivel") ?? "";
  const taskText = params.get("tarefa") ?? "";
  const only = params.get("so") === "1";
  const url = useMemo<LogUrl>(() => {
    const asked = levelText.split(",");
    const levels: LogLevel[] = LOG_LEVELS.filter((level) => asked.includes(level));
    return {
      text: text.slice(0, 200),
      levels: levels.length === LOG_LEVELS.length ? [] : levels,
      taskId: /^\d{1,15}$/.test(taskText) ? Number(taskText) : null,
      only,
    };
  }, [text, levelText, taskText, only]);

  const write = useCallback((change: Partial<LogUrl>) => {
    const next = new URLSearchParams(window.location.search);
    const set = (name: string, value: string) =>
      value ? next.set(name, value) : next.delete(name);
    if (change.text !== undefined) set("busca", change.text);
    if (change.levels !== undefined) set("nivel", change.levels.join(","));
    if (change.taskId !== undefined)
      set("tarefa", change.taskId === null ? "" : String(change.taskId));
    if (change.only !== undefined) set("so", change.only ? "1" : "");
    const search = next.toString();
    window.history.replaceState(
      null,
      "",
      `${window.location.pathname}${search ? `?${search}` : ""}${window.location.hash}`,
    );
  }, []);
  const writeLine = useCallback((next: number | null) => {
    setLine(next);
    window.history.replaceState(
      null,
      "",
      `${window.location.pathname}${window.location.search}${next === null ? "" : `#L${next}`}`,
    );
  }, []);
  return [url, write, line, writeLine];
}
