"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

/** What a page can hear of: where it is told, and which readings it makes old. */
const NEWS = {
  tasks: {
    address: (integrationId: number) => `/api/integrations/${integrationId}/events`,
    readings: [["grid", "tarefas"], ["grid", "arquivos"], ["task"]],
  },
  subjects: {
    address: (integrationId: number) => `/api/multi-cv/events?integracao=${integrationId}`,
    readings: [["grid", "reservas"], ["grid", "decisoes"], ["flow"]],
  },
} as const;

const CALM_MS = 500;

/**
 * What shows the integration's tasks or subjects reads again, at most twice a second, when one of
 * them changes; `onNews` is told as well. A hidden page lets its connection go.
 */
export function useLiveEvents(
  kind: keyof typeof NEWS,
  integrationId: number,
  onNews?: () => void,
): void {
  const queries = useQueryClient();
  useEffect(() => {
    const { address, readings } = NEWS[kind];
    let source: EventSource | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const readAgain = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        for (const queryKey of readings) void queries.invalidateQueries({ queryKey });
        onNews?.();
      }, CALM_MS);
    };
    const follow = () => {
      if (document.hidden) {
        source?.close();
        source = null;
      } else if (!source || source.readyState === EventSource.CLOSED) {
        source = new EventSource(address(integrationId));
        source.addEventListener(kind, readAgain);
      }
    };
    follow();
    document.addEventListener("visibilitychange", follow);
    return () => {
      document.removeEventListener("visibilitychange", follow);
      clearTimeout(timer);
      source?.close();
    };
  }, [kind, integrationId, queries, onNews]);
}
