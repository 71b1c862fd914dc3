import type { ReactNode } from "react";
import { cn } from "./cn.ts";

/** Props of {@link PageHead}. */
export interface PageHeadProps {
  title: ReactNode;
  /** One line that answers what the visitor came for ("28 integrações · 2 com falha hoje"). */
  state?: ReactNode;
  /** Primary action last: it stands at the top right. */
  actions?: ReactNode;
  /** Tabs or messages under the head. */
  children?: ReactNode;
  className?: string;
}

/** The head of every page. */
export function PageHead({ title, state, actions, children, className }: PageHeadProps) {
  return (
    <header className={cn("mb-4", className)}>
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0 flex-1 basis-64">
          <h1 className="text-xl font-semibold tracking-tight wrap-anywhere">{title}</h1>
          {state && <div className="mt-0.5 min-h-5 text-sm text-muted-foreground">{state}</div>}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
      {children && <div className="mt-3">{children}</div>}
    </header>
  );
}
