"use client";

import { useEffect, useRef } from "react";
import { fetchJson } from "../data/fetch-json.ts";

/** When another task is chosen, finds where it stands in the log (its first error, if it failed) and goes there. */
export function useTaskPlace(
  taskId: number | null,
  openAt: number | null,
  goTo: (number: number) => void,
): void {
  const known = useRef(openAt === null ? null : taskId);
  const go = useRef(goTo);
  useEffect(() => {
    go.current = goTo;
  });
  useEffect(() => {
    if (taskId === known.current) return;
    known.current = taskId;
    if (taskId === null) return;
    const control = new AbortController();
    fetchJson<{ number: number | null }>(`/api/tasks/${taskId}/log-place`, control.signal).then(
      ({ number }) => number !== null && go.current(number),
      // A task that is not there leaves the view where it is: the select shows its code all the same.
      () => undefined,
    );
    return () => control.abort();
  }, [taskId]);
}
