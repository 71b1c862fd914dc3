import { ChevronLeft, ChevronRight } from "lucide-react";
import Link from "next/link";
import { Fragment } from "react";
import { cn } from "./cn.ts";

/** One step of the path; without `href` it is only a name (the reference's menu groups). */
export interface Crumb {
  label: string;
  href?: string;
}

/** Where this page stands. The last step is the page itself. */
export function Breadcrumb({
  crumbs,
  className,
}: {
  crumbs: readonly Crumb[];
  className?: string;
}) {
  const above = crumbs.slice(0, -1).findLast((crumb) => crumb.href);
  return (
    <nav aria-label="Localização" className={cn("flex min-w-0 items-center gap-1", className)}>
      {above?.href && (
        <Link
          href={above.href}
          aria-label={`Voltar para ${above.label}`}
          className="-ml-2 grid size-9 shrink-0 place-items-center rounded-md text-muted-foreground hover:bg-accent lg:hidden pointer-coarse:size-11"
        >
          <ChevronLeft aria-hidden className="size-4" />
        </Link>
      )}
      <ol className="flex min-w-0 items-center gap-1 text-sm text-muted-foreground">
        {crumbs.map((crumb, index) => {
          const last = index === crumbs.length - 1;
          return (
            <Fragment key={`${index}-${crumb.label}`}>
              {index > 0 && (
                <li aria-hidden className={"shrink-0 max-lg:hidden"}>
                  <ChevronRight className="size-3.5 opacity-60" />
                </li>
              )}
              <li
                className={cn(
                  "min-w-0",
                  last ? "truncate text-foreground" : "shrink-0 max-lg:hidden",
                )}
              >
                {crumb.href && !last ? (
                  <Link
                    href={crumb.href}
                    className="inline-block min-h-6 rounded-sm py-0.5 hover:text-foreground hover:underline"
                  >
                    {crumb.label}
                  </Link>
                ) : (
                  <span aria-current={last ? "page" : undefined}>{crumb.label}</span>
                )}
              </li>
            </Fragment>
          );
        })}
      </ol>
    </nav>
  );
}
