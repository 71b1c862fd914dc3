"use client";

import { AlertDialog as RadixAlert } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { buttonVariants } from "./button.tsx";
import { cn } from "./cn.ts";
import { overlayClasses } from "./dialog.tsx";

/** A question that must be answered before going on. */
export const AlertDialog = RadixAlert.Root;

/** The window; only an answer closes it. */
export function AlertDialogContent({
  className,
  ...props
}: ComponentProps<typeof RadixAlert.Content>) {
  return (
    <RadixAlert.Portal>
      <RadixAlert.Overlay className={overlayClasses} />
      <RadixAlert.Content
        className={cn(
          "fixed top-1/2 left-1/2 z-50 flex max-h-[92dvh] w-[calc(100%-2rem)] max-w-[440px] -translate-x-1/2 -translate-y-1/2 flex-col gap-2 overflow-y-auto rounded-lg border bg-popover p-5 text-popover-foreground shadow-pop duration-120 data-[state=open]:animate-in data-[state=open]:fade-in-0 data-[state=open]:zoom-in-98",
          className,
        )}
        {...props}
      />
    </RadixAlert.Portal>
  );
}

/** The question. */
export function AlertDialogTitle({ className, ...props }: ComponentProps<typeof RadixAlert.Title>) {
  return <RadixAlert.Title className={cn("text-base font-semibold", className)} {...props} />;
}

/** The consequence, in numbers where there are any. */
export function AlertDialogDescription({
  className,
  ...props
}: ComponentProps<typeof RadixAlert.Description>) {
  return (
    <RadixAlert.Description className={cn("text-sm text-muted-foreground", className)} {...props} />
  );
}

/** The answers; the safe one first. */
export function AlertDialogFooter({ className, ...props }: ComponentProps<"div">) {
  return (
    <div
      className={cn("mt-3 flex flex-col-reverse gap-2 sm:flex-row sm:justify-end", className)}
      {...props}
    />
  );
}

/** The answer that changes something. */
export function AlertDialogAction({
  className,
  destructive,
  ...props
}: ComponentProps<typeof RadixAlert.Action> & { destructive?: boolean }) {
  return (
    <RadixAlert.Action
      className={cn(
        buttonVariants({ variant: destructive ? "destructive" : "default" }),
        className,
      )}
      {...props}
    />
  );
}

/** The answer that changes nothing. */
export function AlertDialogCancel({
  className,
  ...props
}: ComponentProps<typeof RadixAlert.Cancel>) {
  return (
    <RadixAlert.Cancel
      className={cn(buttonVariants({ variant: "outline" }), className)}
      {...props}
    />
  );
}

/** Props of {@link ConfirmDialog}. */
export interface ConfirmDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  /** What will happen, by its consequence ("Pausa 14 filiais até você reativar."). */
  description: ReactNode;
  /** The verb on the button. */
  confirmLabel: string;
  cancelLabel?: string;
  destructive?: boolean;
  onConfirm: () => void;
}

/** A whole yes/no question in one piece. */
export function ConfirmDialog({
  open,
  onOpenChange,
  title,
  description,
  confirmLabel,
  cancelLabel = "Cancelar",
  destructive,
  onConfirm,
}: ConfirmDialogProps) {
  return (
    <AlertDialog open={open} onOpenChange={onOpenChange}>
      <AlertDialogContent>
        <AlertDialogTitle>{title}</AlertDialogTitle>
        <AlertDialogDescription>{description}</AlertDialogDescription>
        <AlertDialogFooter>
          <AlertDialogCancel>{cancelLabel}</AlertDialogCancel>
          <AlertDialogAction destructive={destructive} onClick={onConfirm}>
            {confirmLabel}
          </AlertDialogAction>
        </AlertDialogFooter>
      </AlertDialogContent>
    </AlertDialog>
  );
}
