"use client";

import { CircleAlert, CircleCheck, Info, TriangleAlert, X } from "lucide-react";
import { Toaster as Sonner } from "sonner";

/**
 * Where short notices appear: top right, over dialogs, read aloud politely, kept while pointed at,
 * reached with F6. Whatever matters must also stand on the page itself.
 */
export function Toaster() {
  return (
    <Sonner
      position="top-right"
      expand
      visibleToasts={4}
      closeButton
      duration={8000}
      hotkey={["F6"]}
      customAriaLabel="Avisos"
      // Over the top line, so that the page's own buttons stay free.
      offset={{ top: "0.25rem", right: "0.5rem" }}
      mobileOffset={{ top: "0.25rem", left: "0.5rem", right: "0.5rem" }}
      gap={8}
      style={{ "--width": "24rem" } as React.CSSProperties}
      icons={{
        success: <CircleCheck aria-hidden className="size-4 text-done" />,
        info: <Info aria-hidden className="size-4 text-sent" />,
        warning: <TriangleAlert aria-hidden className="size-4 text-pending" />,
        error: <CircleAlert aria-hidden className="size-4 text-failed" />,
        close: <X aria-hidden className="size-4" />,
      }}
      toastOptions={{
        unstyled: true,
        closeButtonAriaLabel: "Fechar aviso",
        classNames: {
          // An open dialog takes the pointer from the rest of the page, but not from what it caused.
          toast:
            "pointer-events-auto flex w-(--width) items-start gap-2.5 rounded-md border bg-popover py-2.5 pr-2 pl-3 text-sm text-popover-foreground shadow-pop font-sans",
          icon: "mt-0.5 shrink-0",
          content: "min-w-0 flex-1 wrap-anywhere",
          title: "font-medium",
          description: "mt-0.5 text-muted-foreground",
          closeButton:
            "order-last grid size-6 shrink-0 place-items-center rounded-sm text-muted-foreground hover:bg-accent pointer-coarse:-m-2 pointer-coarse:size-11",
        },
      }}
    />
  );
}
