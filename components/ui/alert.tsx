"use client";

import { CircleAlert, CircleCheck, Info, TriangleAlert, X } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";

const LOOK = {
  success: { icon: CircleCheck, classes: "border-done-mark/40 bg-done-soft", mark: "text-done" },
  info: { icon: Info, classes: "border-sent-mark/40 bg-sent-soft", mark: "text-sent" },
  warning: {
    icon: TriangleAlert,
    classes: "border-pending-mark/40 bg-pending-soft",
    mark: "text-pending",
  },
  error: {
    icon: CircleAlert,
    classes: "border-failed-mark/40 bg-failed-soft",
    mark: "text-failed",
  },
} as const;

/** Props of {@link Alert}. */
export interface AlertProps {
  tone: keyof typeof LOOK;
  /** What happened, in one sentence. */
  title?: ReactNode;
  /** Why, and what to do now. */
  children?: ReactNode;
  /** Buttons or links to what comes next. */
  action?: ReactNode;
  onDismiss?: () => void;
  className?: string;
}

/** A message in its place on the page. Errors interrupt a screen reader; the others wait their turn. */
export function Alert({ tone, title, children, action, onDismiss, className }: AlertProps) {
  const { icon: Icon, classes, mark } = LOOK[tone];
  return (
    <div
      role={tone === "error" ? "alert" : "status"}
      className={cn(
        "flex items-start gap-2.5 rounded-md border px-3 py-2.5 text-sm",
        classes,
        className,
      )}
    >
      <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", mark)} />
      <div className="flex min-w-0 flex-1 flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div className="min-w-0 wrap-anywhere">
          {title && <p className="font-medium">{title}</p>}
          {children && <div className={cn(title && "mt-0.5 text-foreground/85")}>{children}</div>}
        </div>
        {action && <div className="flex shrink-0 gap-2">{action}</div>}
      </div>
      {onDismiss && (
        <button
          type="button"
          onClick={onDismiss}
          aria-label="Dispensar mensagem"
          className="grid size-6 shrink-0 place-items-center rounded-sm hover:bg-foreground/8 pointer-coarse:-m-2.5 pointer-coarse:size-11"
        >
          <X aria-hidden className="size-4" />
        </button>
      )}
    </div>
  );
}
