import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

/**
 * A region that scrolls by itself. Focusable, so that a keyboard can scroll it; give it a label.
 * Positioned, so that words for screen readers only stay inside it.
 */
export function ScrollArea({
  className,
  label,
  children,
  ...props
}: ComponentProps<"div"> & { label: string }) {
  return (
    <div
      role="region"
      aria-label={label}
      tabIndex={0}
      className={cn(
        "relative overflow-auto overscroll-contain focus-visible:-outline-offset-2",
        className,
      )}
      {...props}
    >
      {children}
    </div>
  );
}
