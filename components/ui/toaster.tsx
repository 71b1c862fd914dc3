"use client";

import { CircleAlert, CircleCheck, Info, TriangleAlert, X } from "lucide-react";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { Button } from "./button.tsx";
import { cn } from "./cn.ts";
import { readToasts, subscribeToasts, toast, type Toast } from "./toast.ts";

const LOOK = {
  success: { icon: CircleCheck, mark: "text-done" },
  info: { icon: Info, mark: "text-sent" },
  warning: { icon: TriangleAlert, mark: "text-pending" },
  error: { icon: CircleAlert, mark: "text-failed" },
} as const;
const SHOWN_MS = 8000;
const NONE: readonly Toast[] = [];

function Notice({ notice, paused }: { notice: Toast; paused: boolean }) {
  const { icon: Icon, mark } = LOOK[notice.tone];
  useEffect(() => {
    // A failure stays until it is dismissed: it may be read late.
    if (paused || notice.tone === "error") return;
    const timer = setTimeout(() => toast.dismiss(notice.id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [notice, paused]);
  return (
    <li className="pointer-events-auto flex w-full items-start gap-2.5 rounded-md border bg-popover py-2.5 pr-2 pl-3 text-sm text-popover-foreground shadow-pop duration-150 animate-in fade-in-0 slide-in-from-top-2">
      <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", mark)} />
      <div className="min-w-0 flex-1 wrap-anywhere">
        <p className="font-medium">{notice.title}</p>
        {notice.description && <p className="mt-0.5 text-muted-foreground">{notice.description}</p>}
        {notice.action && (
          <Button
            variant="outline"
            size="sm"
            className="mt-2"
            onClick={() => {
              notice.action?.onClick();
              toast.dismiss(notice.id);
            }}
          >
            {notice.action.label}
          </Button>
        )}
      </div>
      <button
        type="button"
        aria-label={`Fechar aviso: ${notice.title}`}
        onClick={() => toast.dismiss(notice.id)}
        className="grid size-6 shrink-0 place-items-center rounded-sm text-muted-foreground hover:bg-accent pointer-coarse:-m-2 pointer-coarse:size-11"
      >
        <X aria-hidden className="size-4" />
      </button>
    </li>
  );
}

/**
 * Where short notices appear: top right, read aloud politely, kept while pointed at or focused, reached
 * with F6 and closed with Esc. Our own, because the usual library injects a style sheet that the page's
 * security policy rightly refuses.
 */
export function Toaster() {
  const notices = useSyncExternalStore(subscribeToasts, readToasts, () => NONE);
  const [paused, setPaused] = useState(false);
  const region = useRef<HTMLElement>(null);

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== "F6" || readToasts().length === 0) return;
      event.preventDefault();
      region.current?.querySelector("button")?.focus();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);

  return (
    <section
      ref={region}
      aria-label="Avisos"
      aria-live="polite"
      aria-relevant="additions text"
      onMouseEnter={() => setPaused(true)}
      onMouseLeave={() => setPaused(false)}
      onFocus={() => setPaused(true)}
      onBlur={() => setPaused(false)}
      onKeyDown={(event) => {
        const last = notices.at(-1);
        if (event.key !== "Escape" || !last) return;
        event.stopPropagation();
        toast.dismiss(last.id);
      }}
      // Above dialogs, and outside of what they make inert: a notice may answer what a dialog did.
      // Over the top line, so that the page's own buttons stay free.
      className="pointer-events-none fixed inset-x-2 top-1 z-70 ml-auto flex max-w-sm"
    >
      <ol className="flex w-full flex-col gap-2">
        {notices.map((notice) => (
          <Notice key={notice.id} notice={notice} paused={paused} />
        ))}
      </ol>
    </section>
  );
}
