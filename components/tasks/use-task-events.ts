"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

const CALM_MS = 500;

/**
 * Lists with these names read again, at most twice a second, when a task of the integration
 * changes. A hidden page lets its connection go.
 */
export function useTaskEvents(integrationId: number, grids: readonly string[]): void {
  const queries = useQueryClient();
  const names = grids.join(",");
  useEffect(() => {
    let source: EventSource | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const readAgain = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        for (const name of names.split(","))
          void queries.invalidateQueries({ queryKey: ["grid", name] });
        void queries.invalidateQueries({ queryKey: ["task"] });
      }, CALM_MS);
    };
    const follow = () => {
      if (document.hidden) {
        source?.close();
        source = null;
      } else if (!source || source.readyState === EventSource.CLOSED) {
        source = new EventSource(`/api/integrations/${integrationId}/events`);
        source.addEventListener("tasks", readAgain);
      }
    };
    follow();
    document.addEventListener("visibilitychange", follow);
    return () => {
      document.removeEventListener("visibilitychange", follow);
      clearTimeout(timer);
      source?.close();
    };
  }, [integrationId, names, queries]);
}
