"use client";

import { Popover as RadixPopover } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./cn.ts";
import { floatingClasses } from "./dropdown-menu.tsx";

/** A small panel beside a button. */
export const Popover = RadixPopover.Root;
/** The button of the panel. */
export const PopoverTrigger = RadixPopover.Trigger;

/** The panel. Give it an `aria-label`. */
export function PopoverContent({
  className,
  align = "start",
  sideOffset = 4,
  collisionPadding = 8,
  ...props
}: ComponentProps<typeof RadixPopover.Content>) {
  return (
    <RadixPopover.Portal>
      <RadixPopover.Content
        align={align}
        sideOffset={sideOffset}
        collisionPadding={collisionPadding}
        className={cn(floatingClasses, "w-72 p-3 outline-none", className)}
        {...props}
      />
    </RadixPopover.Portal>
  );
}
