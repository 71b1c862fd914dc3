"use client";

import { type ReactNode, useEffect, useRef, useState } from "react";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "../ui/dialog.tsx";
import type { Outcome, Problem } from "@/lib/admin/define-use-case.ts";
import { describeProblem } from "./describe-problem.tsx";

/** Field name → its sentence. */
export type FieldErrors = Readonly<Record<string, string>>;

/** Props of {@link FormDialog}. */
export interface FormDialogProps<Value> {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  submitLabel: string;
  size?: "sm" | "md" | "lg";
  submit: (form: FormData) => Promise<Outcome<Value>>;
  onDone: (value: Value) => void;
  children: (errors: FieldErrors) => ReactNode;
}

const LOST =
  "Não foi possível falar com o servidor. Os dados digitados foram mantidos. Tente novamente.";

/** A form in a window: sends once, keeps what was typed after a refusal, and leads to the first wrong field. */
export function FormDialog<Value>({
  open,
  onOpenChange,
  title,
  description,
  submitLabel,
  size,
  submit,
  onDone,
  children,
}: FormDialogProps<Value>) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (problem?.fields) form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [problem]);

  async function send(data: FormData) {
    setBusy(true);
    const outcome = await submit(data).catch(() => ({
      ok: false as const,
      problem: { kind: "refused" as const, message: LOST },
    }));
    setBusy(false);
    if (!outcome.ok) return setProblem(outcome.problem);
    setProblem(null);
    onDone(outcome.value);
  }
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (busy) return;
        setProblem(null);
        onOpenChange(next);
      }}
    >
      <DialogContent size={size} {...(!description && { "aria-describedby": undefined })}>
        <form
          ref={form}
          noValidate
          className="flex min-h-0 flex-1 flex-col"
          onSubmit={(event) => {
            event.preventDefault();
            event.stopPropagation();
            if (!busy) void send(new FormData(event.currentTarget));
          }}
        >
          <DialogHeader>
            <DialogTitle>{title}</DialogTitle>
            {description && <DialogDescription>{description}</DialogDescription>}
          </DialogHeader>
          <DialogBody className="flex flex-col gap-4">
            {problem && <Alert tone="error">{describeProblem(problem)}</Alert>}
            {children(problem?.fields ?? {})}
          </DialogBody>
          <DialogFooter>
            <Button variant="outline" onClick={() => onOpenChange(false)}>
              Cancelar
            </Button>
            <Button type="submit" busy={busy}>
              {submitLabel}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
