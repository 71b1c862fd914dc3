"use client";

import { useSearchParams } from "next/navigation";
import { useCallback } from "react";

/** One parameter of the address as state: Back closes what it opened, a reload opens it again. */
export function useUrlParam(name: string): [string | null, (value: string | null) => void] {
  const value = useSearchParams().get(name);
  const write = useCallback(
    (next: string | null) => {
      const params = new URLSearchParams(window.location.search);
      if (params.get(name) === next) return;
      const opening = !params.has(name);
      if (next === null) params.delete(name);
      else params.set(name, next);
      const search = params.toString();
      const url = `${window.location.pathname}${search ? `?${search}` : ""}`;
      if (opening) window.history.pushState(null, "", url);
      else window.history.replaceState(null, "", url);
    },
    [name],
  );
  return [value, write];
}
