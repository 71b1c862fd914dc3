"use client";

import { useCallback, useRef, useState } from "react";

/** Ticked rows: kept here, or by the caller when it passes `controlled`. */
export function useRowSelection(
  ids: readonly string[],
  controlled: readonly string[] | undefined,
  onChange: ((ids: string[]) => void) | undefined,
) {
  const [own, setOwn] = useState<readonly string[]>([]);
  const anchor = useRef<string | null>(null);
  const selected = controlled ?? own;
  const chosen = new Set(selected);

  const write = useCallback(
    (next: Iterable<string>) => {
      const list = [...next];
      setOwn(list);
      onChange?.(list);
    },
    [onChange],
  );

  /** Ticks or unticks a row; with `range`, everything between the last touched row and this one. */
  function toggle(id: string, range = false) {
    const on = !chosen.has(id);
    const from = range && anchor.current !== null ? ids.indexOf(anchor.current) : -1;
    const to = ids.indexOf(id);
    const touched =
      from < 0 || to < 0 ? [id] : ids.slice(Math.min(from, to), Math.max(from, to) + 1);
    anchor.current = id;
    const next = new Set(chosen);
    for (const one of touched) {
      if (from >= 0 || on) next.add(one);
      else next.delete(one);
    }
    write(next);
  }

  const ticked = ids.filter((id) => chosen.has(id)).length;
  const all: boolean | "indeterminate" =
    ticked === 0 ? false : ticked === ids.length ? true : "indeterminate";
  function toggleAll() {
    const next = new Set(chosen);
    for (const id of ids) {
      if (all === true) next.delete(id);
      else next.add(id);
    }
    write(next);
  }

  return { chosen, count: chosen.size, all, toggle, toggleAll, clear: () => write([]) };
}

/** What {@link useRowSelection} gives. */
export type RowSelection = ReturnType<typeof useRowSelection>;
