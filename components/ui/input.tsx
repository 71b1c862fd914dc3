import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

/** The look shared by every one-line control. */
export const controlClasses =
  "h-9 w-full min-w-0 rounded-md border border-input bg-card px-3 text-sm text-foreground transition-colors placeholder:text-muted-foreground pointer-coarse:h-11 pointer-coarse:text-base disabled:cursor-not-allowed disabled:bg-muted disabled:text-muted-foreground [&:is(input,textarea):read-only]:bg-muted aria-invalid:border-failed-mark aria-invalid:bg-failed-soft/40";

/** A one-line text box. */
export function Input({ className, type = "text", ...props }: ComponentProps<"input">) {
  return <input type={type} className={cn(controlClasses, className)} {...props} />;
}
