"use client";

import { useEffect, useState } from "react";
import type { LogRange } from "@/lib/admin/logs/read-logs.ts";
import { attendanceHeaders } from "../data/attendance.ts";
import type { LogStore } from "./log-store.ts";

/** Whether new lines arrive by themselves. `refused`: the person may no longer watch. */
export type StreamState = "live" | "connecting" | "dropped" | "refused";

const RETRY_MS = 2000;

/**
 * Follows a log: every new line once, resuming above the last known number after a drop. A hidden
 * page lets its connection go.
 */
export function useLogStream(url: string, store: LogStore): StreamState {
  const [state, setState] = useState<StreamState>("connecting");
  useEffect(() => {
    let source: EventSource | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let ended = false;
    const take = (event: MessageEvent<string>) =>
      store.add({
        lines: [],
        ...(JSON.parse(event.data) as Partial<LogRange> & { first: number; last: number }),
      });

    function connect() {
      clearTimeout(timer);
      source?.close();
      if (ended || document.hidden) return;
      // A new address each time: the number to resume above is ours, not the one the page began with.
      source = new EventSource(`${url}/stream?after=${store.last()}`);
      source.addEventListener("open", () => setState("live"));
      source.addEventListener("lines", take);
      source.addEventListener("jump", take);
      source.addEventListener("error", () => {
        source?.close();
        setState((now) => (now === "refused" ? now : "dropped"));
        timer = setTimeout(() => void check(), RETRY_MS);
      });
    }
    /** An EventSource does not say why it failed: a plain request does. */
    async function check() {
      const answer = await fetch(`${url}?count=0`, { headers: attendanceHeaders() }).catch(
        () => null,
      );
      if (ended) return;
      if (answer && [401, 403, 404].includes(answer.status)) setState("refused");
      else connect();
    }
    const onVisible = () => {
      if (!document.hidden) connect();
      else source?.close();
    };
    connect();
    document.addEventListener("visibilitychange", onVisible);
    window.addEventListener("online", connect);
    return () => {
      ended = true;
      clearTimeout(timer);
      source?.close();
      document.removeEventListener("visibilitychange", onVisible);
      window.removeEventListener("online", connect);
    };
  }, [url, store]);
  return state;
}
