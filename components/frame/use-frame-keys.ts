"use client";

import { useEffect } from "react";
import { isTyping, letterKeysOn } from "../ui/letter-keys.ts";

/**
 * The keys that work on every page: Ctrl/⌘+K, `?` and `/`. Compared by the character typed and not by
 * the key's place, so that they are where the keyboard's own layout (ABNT2, say) has them.
 */
export function useFrameKeys({
  onPalette,
  onShortcuts,
}: {
  onPalette: () => void;
  onShortcuts: () => void;
}): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        onPalette();
        return;
      }
      if (
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        isTyping(event.target) ||
        !letterKeysOn()
      )
        return;
      // A window is open: the page behind it is not there.
      if (
        document.querySelector(
          "[role=dialog][data-state=open], [role=alertdialog][data-state=open]",
        )
      )
        return;
      if (event.key === "?") {
        event.preventDefault();
        onShortcuts();
      } else if (event.key === "/") {
        const search = document.querySelector<HTMLInputElement>("#conteudo input[type=search]");
        if (!search) return;
        event.preventDefault();
        search.focus();
        search.select();
      }
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [onPalette, onShortcuts]);
}
