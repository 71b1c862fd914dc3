import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

/**
 * A plain table for small fixed content, named by its `aria-label`. Lists that sort, filter or page
 * use the data grid.
 */
export function Table({ className, ...props }: ComponentProps<"table">) {
  const name = props["aria-label"];
  return (
    // On a phone it scrolls sideways, and what scrolls must be reachable by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div
      className="relative w-full overflow-x-auto"
      {...(name ? { tabIndex: 0, role: "region", "aria-label": name } : {})}
    >
      <table className={cn("w-full text-sm", className)} {...props} />
    </div>
  );
}

/** Head of the table. */
export function TableHeader(props: ComponentProps<"thead">) {
  return <thead {...props} />;
}

/** Body of the table. */
export function TableBody({ className, ...props }: ComponentProps<"tbody">) {
  return <tbody className={cn("[&>tr:last-child]:border-b-0", className)} {...props} />;
}

/** One row. */
export function TableRow({ className, ...props }: ComponentProps<"tr">) {
  return <tr className={cn("border-b", className)} {...props} />;
}

/** Head cell; `scope="row"` names a row. */
export function TableHead({ className, scope = "col", ...props }: ComponentProps<"th">) {
  return (
    <th
      scope={scope}
      className={cn(
        "h-9 px-3 text-left text-xs font-medium whitespace-nowrap text-muted-foreground",
        className,
      )}
      {...props}
    />
  );
}

/** One cell. */
export function TableCell({ className, ...props }: ComponentProps<"td">) {
  return <td className={cn("h-9 px-3 py-1.5", className)} {...props} />;
}
