import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

/** A grey shape that holds the place of what is coming; hidden from screen readers. */
export function Skeleton({ className, ...props }: ComponentProps<"span">) {
  return (
    <span
      aria-hidden
      className={cn("block animate-pulse rounded-sm bg-foreground/8", className)}
      {...props}
    />
  );
}
