"use client";

import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { isTyping, letterKeysOn } from "../ui/letter-keys.ts";

/** What the keys do on a row. */
export interface RowKeyActions {
  count: number;
  open: (index: number) => void;
  toggle?: (index: number, range: boolean) => void;
  clear?: () => void;
}

/**
 * One row of the list is in the Tab order; arrows or j/k move, Enter opens, x ticks, Shift-x ticks up to
 * here, Esc clears. Keys pressed inside a row's own link, button or box belong to that control.
 */
export function useRowKeys({ count, open, toggle, clear }: RowKeyActions) {
  const body = useRef<HTMLTableSectionElement>(null);
  const [asked, setActive] = useState(0);
  const active = Math.min(asked, Math.max(0, count - 1));

  function focusRow(index: number) {
    const target = Math.max(0, Math.min(count - 1, index));
    setActive(target);
    body.current?.querySelectorAll<HTMLElement>(":scope > tr[data-row]")[target]?.focus();
  }

  // j (or k) with the focus nowhere in particular enters the list.
  useEffect(() => {
    const enter = (event: globalThis.KeyboardEvent) => {
      if (event.key !== "j" && event.key !== "k") return;
      if (
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        event.defaultPrevented ||
        !letterKeysOn()
      )
        return;
      if (document.activeElement !== document.body && document.activeElement?.id !== "conteudo")
        return;
      body.current?.querySelector<HTMLElement>(":scope > tr[data-row][tabindex='0']")?.focus();
    };
    document.addEventListener("keydown", enter);
    return () => document.removeEventListener("keydown", enter);
  }, []);

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const onRow = event.target instanceof HTMLElement && event.target.dataset.row !== undefined;
    // Portalled menus bubble their keys through React: they are not on the row.
    if (event.target instanceof Node && !body.current?.contains(event.target)) return;
    const letter = letterKeysOn() ? event.key.toLowerCase() : "";
    if (event.key === "ArrowDown" || letter === "j") focusRow(active + 1);
    else if (event.key === "ArrowUp" || letter === "k") focusRow(active - 1);
    else if (onRow && event.key === "Home") focusRow(0);
    else if (onRow && event.key === "End") focusRow(count - 1);
    else if (onRow && event.key === "Enter") open(active);
    else if (toggle && letter === "x") toggle(active, event.shiftKey);
    else if (clear && event.key === "Escape") clear();
    else return;
    event.preventDefault();
  }

  return { body, active, setActive, onKeyDown };
}
