"use client";

import { Tooltip as RadixTooltip } from "radix-ui";
import type { ReactElement, ReactNode } from "react";

/** Shared delay of all tooltips; once in the root layout. */
export function TooltipProvider({ children }: { children: ReactNode }) {
  return (
    <RadixTooltip.Provider delayDuration={350} skipDelayDuration={200}>
      {children}
    </RadixTooltip.Provider>
  );
}

/** Props of {@link Tooltip}. */
export interface TooltipProps {
  /** What it says; nothing is shown when empty. */
  text: ReactNode;
  side?: "top" | "right" | "bottom" | "left";
  /** The focusable element it belongs to. */
  children: ReactElement;
}

/** A word on hover and focus. It may only repeat or refine: what matters stands on the page. */
export function Tooltip({ text, side = "top", children }: TooltipProps) {
  if (!text) return children;
  return (
    <RadixTooltip.Root>
      <RadixTooltip.Trigger asChild>{children}</RadixTooltip.Trigger>
      <RadixTooltip.Portal>
        <RadixTooltip.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-60 max-w-72 rounded-sm bg-foreground px-2 py-1 text-xs text-background shadow-pop select-none data-[state=delayed-open]:animate-in data-[state=delayed-open]:fade-in-0 duration-100"
        >
          {text}
        </RadixTooltip.Content>
      </RadixTooltip.Portal>
    </RadixTooltip.Root>
  );
}
