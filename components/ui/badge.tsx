import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

const badgeVariants = cva(
  "inline-flex h-5 w-fit shrink-0 items-center gap-1 rounded-sm px-1.5 text-xs font-medium whitespace-nowrap [&_svg]:size-3 [&_svg]:shrink-0",
  {
    variants: {
      tone: {
        neutral: "bg-secondary text-secondary-foreground",
        outline: "border border-border-strong text-muted-foreground",
        accent: "bg-primary-soft text-primary",
        pending: "bg-pending-soft text-pending",
        sent: "bg-sent-soft text-sent",
        done: "bg-done-soft text-done",
        failed: "bg-failed-soft text-failed",
      },
    },
    defaultVariants: { tone: "neutral" },
  },
);

/** A word in a small box. Colour never speaks alone: the word says it all. */
export function Badge({
  className,
  tone,
  ...props
}: ComponentProps<"span"> & VariantProps<typeof badgeVariants>) {
  return <span className={cn(badgeVariants({ tone }), className)} {...props} />;
}
