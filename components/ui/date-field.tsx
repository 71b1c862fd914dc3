"use client";

import { CalendarDays } from "lucide-react";
import { useRef, useState } from "react";
import { formatDay, isDay, parseDay } from "@/lib/core/period.ts";
import { cn } from "./cn.ts";
import type { FieldControlProps } from "./field.tsx";
import { Input } from "./input.tsx";

/** Props of {@link DateField}; `id` and the aria names come from Field. */
export interface DateFieldProps extends Partial<FieldControlProps> {
  /** `YYYY-MM-DD`, or "" when nothing (or nothing readable) is typed. */
  value: string;
  onChange: (day: string) => void;
  /** Form name; the ISO value is what gets submitted. */
  name?: string;
  min?: string;
  max?: string;
  disabled?: boolean;
  autoFocus?: boolean;
  className?: string;
}

/** Puts the slashes of dd/mm/aaaa into what was typed; a pasted ISO day is understood as well. */
export function maskDay(text: string): string {
  const iso = parseDay(text);
  if (iso && text.includes("-")) return formatDay(iso);
  const digits = text.replace(/\D/g, "").slice(0, 8);
  return [digits.slice(0, 2), digits.slice(2, 4), digits.slice(4)].filter(Boolean).join("/");
}

/** A day, typed as dd/mm/aaaa or picked from the browser's own calendar. */
export function DateField({
  value,
  onChange,
  name,
  min,
  max,
  className,
  disabled,
  ...props
}: DateFieldProps) {
  const [text, setText] = useState(isDay(value) ? formatDay(value) : "");
  const [seen, setSeen] = useState(value);
  const picker = useRef<HTMLInputElement>(null);
  // The value changed from outside (a preset, a reset): what is shown follows it.
  if (seen !== value) {
    setSeen(value);
    if ((parseDay(text) ?? "") !== value) setText(isDay(value) ? formatDay(value) : "");
  }

  function change(next: string) {
    const deleting = next.length < text.length;
    const shown = deleting ? next : maskDay(next);
    setText(shown);
    const day = parseDay(shown) ?? "";
    setSeen(day);
    if (day !== value) onChange(day);
  }

  return (
    <span className={cn("relative flex w-full min-w-0", className)}>
      <Input
        inputMode="numeric"
        autoComplete="off"
        placeholder="dd/mm/aaaa"
        maxLength={10}
        value={text}
        disabled={disabled}
        onChange={(event) => change(event.target.value)}
        className="pr-10 tabular-nums"
        {...props}
      />
      {name && <input type="hidden" name={name} value={value} />}
      <input
        ref={picker}
        type="date"
        tabIndex={-1}
        aria-hidden
        min={min}
        max={max}
        value={value}
        disabled={disabled}
        onChange={(event) => change(event.target.value)}
        className="pointer-events-none absolute right-2 bottom-0 h-px w-8 opacity-0"
      />
      <button
        type="button"
        aria-label="Abrir calendário"
        disabled={disabled}
        onClick={() => picker.current?.showPicker()}
        className="absolute top-1/2 right-1 grid size-7 -translate-y-1/2 place-items-center rounded-sm text-muted-foreground hover:bg-accent hover:text-foreground disabled:opacity-50 pointer-coarse:size-10"
      >
        <CalendarDays aria-hidden className="size-4" />
      </button>
    </span>
  );
}
