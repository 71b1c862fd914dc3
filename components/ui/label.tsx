"use client";

import { Label as RadixLabel } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

/** The name of a control, above it. */
export function Label({ className, ...props }: ComponentProps<typeof RadixLabel.Root>) {
  return (
    <RadixLabel.Root className={cn("text-sm font-medium select-none", className)} {...props} />
  );
}
