"use client";

import { Bug, CircleAlert, Info, TriangleAlert } from "lucide-react";
import { memo } from "react";
import { cn } from "../ui/cn.ts";
import type { LogRow } from "@/lib/admin/logs/read-logs.ts";
import { LOG_LEVEL_LABEL } from "@/lib/core/log-level.ts";
import { splitLine } from "./log-text.ts";

/** Height of a line that is not wrapped. */
export const LINE_PX = 22;

const LOOK = {
  debug: { icon: Bug, mark: "text-muted-foreground", row: "text-muted-foreground" },
  info: { icon: Info, mark: "text-sent", row: "" },
  warn: { icon: TriangleAlert, mark: "text-pending", row: "bg-pending-soft/60" },
  error: { icon: CircleAlert, mark: "text-failed", row: "bg-failed-soft" },
} as const;

/** Props of {@link LogLineView}. */
export interface LogLineViewProps {
  number: number;
  line: LogRow | null | undefined;
  /** Tells the moment in the client's zone. */
  formatTime: (iso: string) => string;
  wrap: boolean;
  search: string;
  selected: boolean;
  onSelect: (number: number) => void;
}

/** One line: number, time, level, text. */
export const LogLineView = memo(function LogLineView({
  number,
  line,
  formatTime,
  wrap,
  search,
  selected,
  onSelect,
}: LogLineViewProps) {
  const look = line ? LOOK[line.level] : null;
  const Icon = look?.icon;
  return (
    <div
      data-line={number}
      aria-current={selected || undefined}
      style={wrap ? { minHeight: LINE_PX } : { height: LINE_PX }}
      className={cn(
        "flex w-full gap-2 pr-3 leading-[22px] hover:bg-accent",
        look?.row,
        selected && "shadow-[inset_3px_0_0_var(--primary)]",
        selected && line?.level !== "error" && "bg-primary-soft",
      )}
    >
      <a
        href={`#L${number}`}
        tabIndex={-1}
        aria-label={`Linha ${number}`}
        onClick={(event) => {
          event.preventDefault();
          onSelect(number);
        }}
        className="w-[9ch] shrink-0 pr-1 text-right text-muted-foreground tabular-nums select-none hover:text-primary hover:underline max-sm:w-[7ch]"
      >
        {number}
      </a>
      {line && Icon ? (
        <>
          <time
            dateTime={line.at}
            className="shrink-0 text-muted-foreground tabular-nums max-sm:hidden"
          >
            {formatTime(line.at)}
          </time>
          <span className={cn("flex h-[22px] shrink-0 items-center", look?.mark)}>
            <Icon aria-hidden className="size-3.5" />
            <span className="sr-only">{LOG_LEVEL_LABEL[line.level]}: </span>
          </span>
          <span
            className={cn("min-w-0", wrap ? "wrap-anywhere whitespace-pre-wrap" : "whitespace-pre")}
          >
            {splitLine(line.text, search).map((part, index) =>
              part.href ? (
                // oxlint-disable-next-line react/no-array-index-key -- the parts of a line never change
                <a
                  key={index}
                  href={part.href}
                  target="_blank"
                  rel="noopener noreferrer nofollow"
                  className="text-primary underline underline-offset-2"
                >
                  {part.text}
                </a>
              ) : part.found ? (
                // oxlint-disable-next-line react/no-array-index-key -- the parts of a line never change
                <mark key={index} className="rounded-xs bg-pending-mark/40 text-foreground">
                  {part.text}
                </mark>
              ) : (
                part.text
              ),
            )}
          </span>
        </>
      ) : line === null ? (
        <span className="text-muted-foreground italic">linha removida pela retenção</span>
      ) : (
        <span
          aria-hidden
          className="my-1.5 h-2.5 rounded-sm bg-foreground/8"
          style={{ width: `${20 + ((number * 37) % 45)}%` }}
        />
      )}
    </div>
  );
});
