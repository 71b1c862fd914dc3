"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

const CALM_MS = 700;

/**
 * What shows reservations reads again, calmly, when one of the integration's moves. A hidden page
 * lets its connection go.
 */
export function useFlowEvents(integrationId: number, onNews?: () => void): void {
  const queries = useQueryClient();
  useEffect(() => {
    let source: EventSource | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const readAgain = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        for (const name of ["reservas", "decisoes"])
          void queries.invalidateQueries({ queryKey: ["grid", name] });
        void queries.invalidateQueries({ queryKey: ["flow"] });
        onNews?.();
      }, CALM_MS);
    };
    const follow = () => {
      if (document.hidden) {
        source?.close();
        source = null;
      } else if (!source || source.readyState === EventSource.CLOSED) {
        source = new EventSource(`/api/multi-cv/events?integracao=${integrationId}`);
        source.addEventListener("subjects", readAgain);
      }
    };
    follow();
    document.addEventListener("visibilitychange", follow);
    return () => {
      document.removeEventListener("visibilitychange", follow);
      clearTimeout(timer);
      source?.close();
    };
  }, [integrationId, queries, onNews]);
}
