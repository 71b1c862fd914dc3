import type { ReactNode } from "react";
import { cn } from "./cn.ts";

/** Props of {@link EmptyState}. */
export interface EmptyStateProps {
  /** A small drawing or icon; decoration only. */
  icon?: ReactNode;
  title: string;
  /** One sentence: why it is empty, what comes next. */
  children?: ReactNode;
  /** The next step as a button. */
  action?: ReactNode;
  className?: string;
}

/** What stands where nothing is yet. */
export function EmptyState({ icon, title, children, action, className }: EmptyStateProps) {
  return (
    <div className={cn("flex flex-col items-center gap-1 px-6 py-12 text-center", className)}>
      {icon && (
        <div aria-hidden className="mb-2 text-muted-foreground [&>svg]:size-8 [&>svg]:stroke-[1.5]">
          {icon}
        </div>
      )}
      <p className="text-sm font-medium">{title}</p>
      {children && (
        <div className="max-w-[52ch] text-sm text-balance text-muted-foreground">{children}</div>
      )}
      {action && <div className="mt-3 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
