"use client";

import { Copy } from "lucide-react";
import { useState } from "react";
import { Button } from "../ui/button.tsx";
import { Popover, PopoverContent, PopoverTrigger } from "../ui/popover.tsx";

const SHORT = 60;

/** "Motivo falha": cut to one line; the whole of it a click away, where it can be copied. */
export function FailureReason({ reason, of }: { reason: string | null; of: string }) {
  const [copied, setCopied] = useState(false);
  if (!reason) return null;
  if (reason.length <= SHORT)
    return <span className="wrap-anywhere whitespace-normal">{reason}</span>;
  return (
    <Popover onOpenChange={() => setCopied(false)}>
      <PopoverTrigger asChild>
        <button
          type="button"
          title={reason}
          className="block max-w-[22rem] min-h-6 truncate rounded-sm text-left underline decoration-dotted underline-offset-4 hover:text-primary max-sm:line-clamp-3 max-sm:whitespace-normal"
        >
          {reason}
        </button>
      </PopoverTrigger>
      <PopoverContent
        aria-label={`Motivo da falha de ${of}`}
        className="w-96 max-w-[calc(100vw-1rem)]"
      >
        <p className="max-h-64 overflow-y-auto text-sm wrap-anywhere whitespace-pre-wrap">
          {reason}
        </p>
        <Button
          variant="outline"
          size="sm"
          className="mt-2"
          onClick={() => void navigator.clipboard.writeText(reason).then(() => setCopied(true))}
        >
          <Copy aria-hidden />
          <span aria-live="polite">{copied ? "Copiado" : "Copiar"}</span>
        </Button>
      </PopoverContent>
    </Popover>
  );
}
