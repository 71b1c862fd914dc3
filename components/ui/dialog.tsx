"use client";

import { X } from "lucide-react";
import { Dialog as RadixDialog } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

/** A window over the page: `<Dialog><DialogTrigger/><DialogContent>…</DialogContent></Dialog>`. */
export const Dialog = RadixDialog.Root;
/** What opens the dialog; focus returns to it. */
export const DialogTrigger = RadixDialog.Trigger;
/** What closes the dialog. */
export const DialogClose = RadixDialog.Close;

/** The dimming behind windows, shared with sheets and alert dialogs. */
export const overlayClasses =
  "fixed inset-0 z-50 bg-overlay data-[state=closed]:animate-out data-[state=closed]:fade-out-0 data-[state=open]:animate-in data-[state=open]:fade-in-0 duration-120";

/** Props of {@link DialogContent}. */
export interface DialogContentProps extends ComponentProps<typeof RadixDialog.Content> {
  /** sm 420, md 560, lg 760, xl 1040 pixels at most. */
  size?: "sm" | "md" | "lg" | "xl";
}

const WIDTHS = {
  sm: "sm:max-w-[420px]",
  md: "sm:max-w-[560px]",
  lg: "sm:max-w-[760px]",
  xl: "sm:max-w-[1040px]",
} as const;

/** The window itself; on phones it rises from the bottom. Must hold a DialogTitle. */
export function DialogContent({ className, children, size = "md", ...props }: DialogContentProps) {
  return (
    <RadixDialog.Portal>
      <RadixDialog.Overlay className={overlayClasses} />
      <RadixDialog.Content
        className={cn(
          "fixed z-50 flex max-h-[min(92dvh,56rem)] w-full flex-col overflow-hidden border bg-popover text-popover-foreground shadow-pop duration-120 data-[state=closed]:animate-out data-[state=closed]:fade-out-0 data-[state=open]:animate-in data-[state=open]:fade-in-0",
          "max-sm:inset-x-0 max-sm:bottom-0 max-sm:rounded-t-lg max-sm:data-[state=open]:slide-in-from-bottom-4",
          "sm:top-1/2 sm:left-1/2 sm:w-[calc(100%-3rem)] sm:-translate-x-1/2 sm:-translate-y-1/2 sm:rounded-lg sm:data-[state=open]:zoom-in-98",
          WIDTHS[size],
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

/** Title and description, always in sight. */
export function DialogHeader({ className, ...props }: ComponentProps<"div">) {
  return <div className={cn("flex flex-col gap-1 px-5 pt-4 pr-14 pb-3", className)} {...props} />;
}

/** What scrolls when the window is too small. */
export function DialogBody({ className, ...props }: ComponentProps<"div">) {
  return <div className={cn("min-h-0 flex-1 overflow-y-auto px-5 py-2", className)} {...props} />;
}

/** Buttons; the main one last, at the right. */
export function DialogFooter({ className, ...props }: ComponentProps<"div">) {
  return (
    <div
      className={cn(
        "flex flex-col-reverse gap-2 px-5 pt-3 pb-4 sm:flex-row sm:justify-end",
        className,
      )}
      {...props}
    />
  );
}

/** Names the window. */
export function DialogTitle({ className, ...props }: ComponentProps<typeof RadixDialog.Title>) {
  return <RadixDialog.Title className={cn("text-base font-semibold", className)} {...props} />;
}

/** One sentence under the title. */
export function DialogDescription({
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
