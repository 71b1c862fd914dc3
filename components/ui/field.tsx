"use client";

import { CircleAlert } from "lucide-react";
import { cloneElement, isValidElement, useId, type ReactElement, type ReactNode } from "react";
import { cn } from "./cn.ts";
import { Label } from "./label.tsx";

/** What a control needs to be tied to its label, help and error. */
export interface FieldControlProps {
  id: string;
  "aria-describedby"?: string;
  "aria-invalid"?: true;
  "aria-required"?: true;
}

/** Props of {@link Field}. */
export interface FieldProps {
  label: ReactNode;
  /** One sentence under the control. */
  help?: ReactNode;
  /** What is wrong and how to put it right; its presence marks the control as invalid. */
  error?: ReactNode;
  required?: boolean;
  /** Set when something else must point at the control (an error summary, say). */
  id?: string;
  className?: string;
  /** The control itself, or a function for one that is not a single element. */
  children: ReactElement<Partial<FieldControlProps>> | ((control: FieldControlProps) => ReactNode);
}

/** Label above, control, help under, error beside: wired together for the eye and for the ear. */
export function Field({
  label,
  help,
  error,
  required,
  id: givenId,
  className,
  children,
}: FieldProps) {
  const ownId = useId();
  const id = givenId ?? ownId;
  const described = [error && `${id}-error`, help && `${id}-help`].filter(Boolean).join(" ");
  const control: FieldControlProps = {
    id,
    ...(described && { "aria-describedby": described }),
    ...(error && { "aria-invalid": true as const }),
    ...(required && { "aria-required": true as const }),
  };
  return (
    <div className={cn("flex min-w-0 flex-col gap-1.5", className)}>
      <Label htmlFor={id}>
        {label}
        {required && (
          <span aria-hidden className="ml-0.5 text-failed">
            *
          </span>
        )}
      </Label>
      {typeof children === "function"
        ? children(control)
        : isValidElement(children)
          ? cloneElement(children, control)
          : children}
      {error && (
        <p id={`${id}-error`} className="flex items-start gap-1.5 text-sm text-failed">
          <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          <span className="min-w-0 wrap-anywhere">{error}</span>
        </p>
      )}
      {help && (
        <p id={`${id}-help`} className="text-xs text-muted-foreground">
          {help}
        </p>
      )}
    </div>
  );
}

/** Controls that belong together, under one name read before each of them. */
export function FieldGroup({
  legend,
  help,
  error,
  className,
  children,
}: {
  legend: ReactNode;
  help?: ReactNode;
  error?: ReactNode;
  className?: string;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <fieldset
      className={cn("min-w-0", className)}
      aria-describedby={
        [error && `${id}-error`, help && `${id}-help`].filter(Boolean).join(" ") || undefined
      }
    >
      <legend className="mb-1.5 text-sm font-medium">{legend}</legend>
      {children}
      {error && (
        <p id={`${id}-error`} className="mt-1.5 flex items-start gap-1.5 text-sm text-failed">
          <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          {error}
        </p>
      )}
      {help && (
        <p id={`${id}-help`} className="mt-1.5 text-xs text-muted-foreground">
          {help}
        </p>
      )}
    </fieldset>
  );
}
