import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { cn } from "./cn.ts";
import { controlClasses } from "./input.tsx";

/** One choice of a {@link Select}. */
export interface SelectOption {
  value: string;
  label: string;
  disabled?: boolean;
}

/** Props of {@link Select}: those of `<select>`, plus its options as data. */
export interface SelectProps extends ComponentProps<"select"> {
  options?: readonly SelectOption[];
  /** First, unselectable line, such as "Selecione…". */
  placeholder?: string;
}

/**
 * A choice of one. The browser's own control: it types ahead, opens the phone's picker, works before
 * the page's script does, and reads well aloud. Options come as data or as `<option>` children.
 */
export function Select({ className, options, placeholder, children, ...props }: SelectProps) {
  return (
    <span className="relative inline-flex w-full min-w-0">
      <select className={cn(controlClasses, "appearance-none pr-8", className)} {...props}>
        {placeholder !== undefined && (
          <option value="" disabled={props.required}>
            {placeholder}
          </option>
        )}
        {options?.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
        {children}
      </select>
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute top-1/2 right-2.5 size-4 -translate-y-1/2 text-muted-foreground"
      />
    </span>
  );
}
