"use client";

import { X } from "lucide-react";
import { Dialog as RadixDialog } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./cn.ts";
import { overlayClasses } from "./dialog.tsx";

/** A panel that slides in from a side. */
export const Sheet = RadixDialog.Root;

/** Props of {@link SheetContent}. */
export interface SheetContentProps extends ComponentProps<typeof RadixDialog.Content> {
  side?: "left" | "right";
}

/** The panel itself. Must hold a SheetTitle. */
export function SheetContent({ side = "right", className, children, ...props }: SheetContentProps) {
  return (
    <RadixDialog.Portal>
      <RadixDialog.Overlay className={overlayClasses} />
      <RadixDialog.Content
        className={cn(
          "fixed inset-y-0 z-50 flex w-full flex-col bg-popover text-popover-foreground shadow-pop duration-150 data-[state=closed]:animate-out data-[state=open]:animate-in",
          side === "right"
            ? "right-0 border-l sm:max-w-[640px] data-[state=closed]:slide-out-to-right-8 data-[state=closed]:fade-out-0 data-[state=open]:slide-in-from-right-8 data-[state=open]:fade-in-0"
            : "left-0 max-w-[300px] border-r data-[state=closed]:slide-out-to-left-8 data-[state=closed]:fade-out-0 data-[state=open]:slide-in-from-left-8 data-[state=open]:fade-in-0",
          className,
        )}
        {...props}
      >
        {children}
        <RadixDialog.Close
          className="absolute top-3 right-3 grid size-8 place-items-center rounded-md text-muted-foreground hover:bg-accent hover:text-foreground pointer-coarse:size-11"
          aria-label="Fechar"
        >
          <X aria-hidden className="size-4" />
        </RadixDialog.Close>
      </RadixDialog.Content>
    </RadixDialog.Portal>
  );
}

/** Title and description of a sheet. */
export function SheetHeader({ className, ...props }: ComponentProps<"div">) {
  return (
    <div
      className={cn("flex flex-col gap-1 border-b px-5 pt-4 pr-14 pb-3", className)}
      {...props}
    />
  );
}

/** What scrolls. */
export function SheetBody({ className, ...props }: ComponentProps<"div">) {
  return <div className={cn("min-h-0 flex-1 overflow-y-auto px-5 py-4", className)} {...props} />;
}

/** Names the sheet. */
export function SheetTitle({ className, ...props }: ComponentProps<typeof RadixDialog.Title>) {
  return <RadixDialog.Title className={cn("text-base font-semibold", className)} {...props} />;
}

/** One sentence under the title. */
export function SheetDescription({
  className,
  ...props
}: ComponentProps<typeof RadixDialog.Description>) {
  return (
    <RadixDialog.Description
      className={cn("text-sm text-muted-foreground", className)}
      {...props}
    />
  );
}
