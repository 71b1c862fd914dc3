"use client";

import { Check, Copy } from "lucide-react";
import { useRef, useState } from "react";
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
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";

/** Something shown once and never again: a one-time link, a key. */
export function SecretDialog({
  title,
  description,
  label,
  secret,
  onClose,
}: {
  title: string;
  description: string;
  label: string;
  secret: string | null;
  onClose: () => void;
}) {
  const [copied, setCopied] = useState(false);
  const input = useRef<HTMLInputElement>(null);

  async function copy() {
    input.current?.select();
    // Without permission to the clipboard the text stays selected for Ctrl+C.
    const done = await navigator.clipboard.writeText(secret ?? "").then(
      () => true,
      () => false,
    );
    setCopied(done);
  }
  function close() {
    setCopied(false);
    onClose();
  }
  return (
    <Dialog open={secret !== null} onOpenChange={(open) => !open && close()}>
      <DialogContent onInteractOutside={(event) => event.preventDefault()}>
        <DialogHeader>
          <DialogTitle>{title}</DialogTitle>
          <DialogDescription>{description}</DialogDescription>
        </DialogHeader>
        <DialogBody>
          <Field label={label}>
            {(control) => (
              <span className="flex gap-2">
                <Input
                  {...control}
                  ref={input}
                  readOnly
                  value={secret ?? ""}
                  className="font-mono text-xs"
                  onFocus={(event) => event.currentTarget.select()}
                />
                <Button variant="outline" onClick={() => void copy()}>
                  {copied ? <Check aria-hidden /> : <Copy aria-hidden />}
                  {copied ? "Copiado" : "Copiar"}
                </Button>
              </span>
            )}
          </Field>
          <p role="status" className="sr-only">
            {copied ? "Copiado para a área de transferência." : ""}
          </p>
        </DialogBody>
        <DialogFooter>
          <Button onClick={close}>Concluir</Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
