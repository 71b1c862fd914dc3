"use client";

import { useCallback, useSyncExternalStore } from "react";

const EVENT = "enlace:stored";

/**
 * A small preference this browser remembers, null when never set. The server and the first render see
 * null, so nothing drawn from it may change the size of the page. Never for data of a client.
 */
export function useStored(key: string): [string | null, (value: string | null) => void] {
  const subscribe = useCallback((notify: () => void) => {
    window.addEventListener("storage", notify);
    window.addEventListener(EVENT, notify);
    return () => {
      window.removeEventListener("storage", notify);
      window.removeEventListener(EVENT, notify);
    };
  }, []);
  const value = useSyncExternalStore(
    subscribe,
    () => window.localStorage.getItem(key),
    () => null,
  );
  const write = useCallback(
    (next: string | null) => {
      if (next === null) window.localStorage.removeItem(key);
      else window.localStorage.setItem(key, next);
      window.dispatchEvent(new Event(EVENT));
    },
    [key],
  );
  return [value, write];
}
