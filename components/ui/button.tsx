import { cva, type VariantProps } from "class-variance-authority";
import { LoaderCircle } from "lucide-react";
import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

/** Class names of a button, for links and other elements that must look like one. */
export const buttonVariants = cva(
  "inline-flex shrink-0 items-center justify-center gap-2 whitespace-nowrap rounded-md text-sm font-medium transition-colors select-none disabled:pointer-events-none disabled:opacity-50 aria-disabled:opacity-50 [&_svg]:pointer-events-none [&_svg]:shrink-0 [&_svg:not([class*='size-'])]:size-4",
  {
    variants: {
      variant: {
        default: "bg-primary text-primary-foreground hover:bg-primary-hover",
        destructive: "bg-destructive text-destructive-foreground hover:bg-destructive-hover",
        outline: "border border-border-strong bg-card text-foreground hover:bg-accent",
        secondary: "bg-secondary text-secondary-foreground hover:bg-accent",
        ghost: "text-foreground hover:bg-accent",
        link: "text-primary underline-offset-4 hover:underline",
      },
      size: {
        default: "h-9 px-3.5 pointer-coarse:h-11",
        sm: "h-8 px-2.5 pointer-coarse:h-11",
        lg: "h-10 px-5 pointer-coarse:h-11",
        icon: "size-9 pointer-coarse:size-11",
        "icon-sm": "size-7 pointer-coarse:size-11",
      },
    },
    defaultVariants: { variant: "default", size: "default" },
  },
);

/** Props of {@link Button}. */
export interface ButtonProps extends ComponentProps<"button">, VariantProps<typeof buttonVariants> {
  /** Draw the only child (a link, say) as the button. */
  asChild?: boolean;
  /** Work is under way: shows a spinner, keeps the width and the focus, and ignores further clicks. */
  busy?: boolean;
}

/** A button. `type` is "button" unless said otherwise, so that none submits a form by accident. */
export function Button({
  className,
  variant,
  size,
  asChild,
  busy,
  children,
  onClick,
  type,
  ...props
}: ButtonProps) {
  const classes = cn(
    buttonVariants({ variant, size }),
    busy && "relative text-transparent!",
    className,
  );
  if (asChild) {
    return (
      <Slot.Root className={classes} onClick={onClick} {...props}>
        {children}
      </Slot.Root>
    );
  }
  return (
    <button
      type={type ?? "button"}
      className={classes}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      {...props}
    >
      {children}
      {busy && (
        <span
          className={cn(
            "absolute inset-0 grid place-items-center rounded-[inherit]",
            buttonVariants({ variant, size: null }),
          )}
        >
          <LoaderCircle aria-hidden className="animate-spin" />
        </span>
      )}
    </button>
  );
}
