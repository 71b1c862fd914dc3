import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

/** A group of things with a border of its own. */
export function Card({ className, ...props }: ComponentProps<"section">) {
  return (
    <section
      className={cn("rounded-lg border bg-card text-card-foreground", className)}
      {...props}
    />
  );
}

/** Title row of a card; actions go to its right end. */
export function CardHeader({ className, ...props }: ComponentProps<"div">) {
  return (
    <div
      className={cn(
        "flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 pt-3.5 pb-2",
        className,
      )}
      {...props}
    />
  );
}

/** Names a card. */
export function CardTitle({ className, children, ...props }: ComponentProps<"h2">) {
  return (
    <h2 className={cn("text-sm font-semibold", className)} {...props}>
      {children}
    </h2>
  );
}

/** One line under the title. */
export function CardDescription({ className, ...props }: ComponentProps<"p">) {
  return <p className={cn("w-full text-sm text-muted-foreground", className)} {...props} />;
}

/** What the card holds. */
export function CardContent({ className, ...props }: ComponentProps<"div">) {
  return <div className={cn("px-4 pt-1 pb-4", className)} {...props} />;
}
