"use client";

import { useEffect, useState } from "react";
import { formatInstant } from "@/lib/core/period.ts";
import { Tooltip } from "./tooltip.tsx";

const STEPS: readonly [limit: number, unit: Intl.RelativeTimeFormatUnit, size: number][] = [
  [60, "second", 1],
  [3600, "minute", 60],
  [86_400, "hour", 3600],
  [30 * 86_400, "day", 86_400],
  [365 * 86_400, "month", 30 * 86_400],
  [Infinity, "year", 365 * 86_400],
];
const relative = {
  long: new Intl.RelativeTimeFormat("pt-BR", { numeric: "auto" }),
  short: new Intl.RelativeTimeFormat("pt-BR", { numeric: "auto", style: "short" }),
};

/** How long ago (or until) in words: "há 5 minutos", "em 2 horas", "agora"; short: "há 5 min". */
export function formatRelative(instant: Date, now: Date, style: "long" | "short" = "long"): string {
  const seconds = (instant.getTime() - now.getTime()) / 1000;
  const size = Math.abs(seconds);
  if (size < 10) return "agora";
  const step = STEPS.find(([limit]) => size < limit) ?? STEPS[STEPS.length - 1]!;
  return relative[style].format(Math.trunc(seconds / step[2]), step[1]).replaceAll(".", "");
}

/** Props of {@link RelativeTime}. */
export interface RelativeTimeProps {
  /** ISO text or Date. */
  value: string | Date;
  /** IANA zone of the organization; the exact time is told in it. */
  timeZone: string;
  /** Abbreviated units, for lists where width counts. */
  short?: boolean;
  className?: string;
}

/**
 * Relative time with the exact one, and its zone, on hover and focus. The server and the first
 * browser render show the exact time, because only the browser knows how late it is being read.
 */
export function RelativeTime({ value, timeZone, short, className }: RelativeTimeProps) {
  const instant = typeof value === "string" ? new Date(value) : value;
  const [now, setNow] = useState<Date | null>(null);
  useEffect(() => {
    const tick = () => setNow(new Date());
    tick();
    const timer = setInterval(tick, 15_000);
    return () => clearInterval(timer);
  }, []);
  const exact = formatInstant(instant, timeZone);
  return (
    <Tooltip text={`${exact} (${timeZone})`}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the exact time must be reachable without a mouse */}
      <time
        tabIndex={0}
        dateTime={instant.toISOString()}
        className={className ?? "rounded-sm whitespace-nowrap"}
      >
        {now ? formatRelative(instant, now, short ? "short" : "long") : exact.slice(0, 16)}
      </time>
    </Tooltip>
  );
}
