"use client";

import { useTheme } from "next-themes";
import { Toaster as Sonner } from "sonner";

/**
 * Where short confirmations appear: top right, paused while pointed at, reachable with F6-style hotkey.
 * Nothing may depend on one being read; whatever matters also stands on the page (see Alert).
 */
export function Toaster() {
  const { resolvedTheme } = useTheme();
  return (
    <Sonner
      theme={resolvedTheme === "dark" ? "dark" : "light"}
      position="top-right"
      hotkey={["F6"]}
      duration={8000}
      closeButton
      containerAriaLabel="Avisos"
      toastOptions={{
        closeButtonAriaLabel: "Fechar aviso",
        classNames: {
          toast: "!rounded-md !border !border-border !bg-popover !text-popover-foreground !text-sm !font-sans !shadow-pop",
          description: "!text-muted-foreground",
          success: "[&_[data-icon]]:!text-done",
          error: "[&_[data-icon]]:!text-failed",
          warning: "[&_[data-icon]]:!text-pending",
          info: "[&_[data-icon]]:!text-sent",
          closeButton: "!bg-popover !border-border !text-muted-foreground",
        },
      }}
    />
  );
}
