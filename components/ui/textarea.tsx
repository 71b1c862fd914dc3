import type { ComponentProps } from "react";
import { cn } from "./cn";
import { controlClasses } from "./input";

/** A text box of several lines that grows with what is typed. */
export function Textarea({ className, ...props }: ComponentProps<"textarea">) {
  return (
    <textarea className={cn(controlClasses, "field-sizing-content h-auto min-h-20 py-2 pointer-coarse:h-auto", className)} {...props} />
  );
}
