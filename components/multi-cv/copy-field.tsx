"use client";

import { Check, Copy } from "lucide-react";
import { useRef, useState } from "react";
import { Button } from "../ui/button.tsx";
import { Input } from "../ui/input.tsx";

/** A long text to take along. */
export function CopyField({ label, value }: { label: string; value: string }) {
  const [copied, setCopied] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  async function copy() {
    input.current?.select();
    // Without permission to the clipboard the text stays selected for Ctrl+C.
    setCopied(
      await navigator.clipboard.writeText(value).then(
        () => true,
        () => false,
      ),
    );
  }
  return (
    <span className="flex min-w-0 gap-2">
      <Input
        ref={input}
        readOnly
        aria-label={label}
        value={value}
        className="h-8 min-w-0 font-mono text-xs"
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button variant="outline" size="sm" onClick={() => void copy()}>
        {copied ? <Check aria-hidden /> : <Copy aria-hidden />}
        <span aria-live="polite">{copied ? "Copiado" : "Copiar"}</span>
      </Button>
    </span>
  );
}
