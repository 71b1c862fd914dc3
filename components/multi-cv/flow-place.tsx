"use client";

import { cn } from "../ui/cn.ts";
import { formatRelative } from "../ui/relative-time.tsx";
import type { BoardPlace } from "@/lib/admin/multi-cv/flow-board.ts";
import { judgePlace } from "./judge-board.ts";
import type { Box } from "./lay-out-board.ts";
import { HEALTH, describeValidity } from "./place-health.tsx";

const PLACE_FRAME: Record<string, string> = {
  failing: "stroke-failed-mark",
  paused: "stroke-pending-mark",
  expiring: "stroke-pending-mark",
};

const cut = (text: string, most: number) =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text;

/** The lines under a system's name. */
function describePlace(place: BoardPlace, today: string, now: Date | null): string[] {
  const health = judgePlace(place, today);
  const moment = health === "failing" ? place.lastErrorAt : place.lastOkAt;
  const state = `${HEALTH[health].word}${moment && now && health !== "paused" && health !== "expiring" ? ` ${formatRelative(new Date(moment), now, "short")}` : ""}`;
  const quota =
    place.quota &&
    (place.quota.limit === null
      ? `${place.quota.used.toLocaleString("pt-BR")} chamadas hoje`
      : `${place.quota.used.toLocaleString("pt-BR")} de ${place.quota.limit.toLocaleString("pt-BR")} hoje`);
  return [
    state,
    describeValidity(place.validUntil, today) &&
      `Token ${describeValidity(place.validUntil, today)}`,
    quota ?? "",
  ].filter(Boolean);
}

/** A system: its name, host, how it answers, and what of the day's quota is used. */
export function FlowPlace({
  place,
  box: { x, y, width, height },
  today,
  now,
  href,
}: {
  place: BoardPlace;
  box: Box;
  today: string;
  now: Date | null;
  href: string;
}) {
  const health = judgePlace(place, today);
  const { icon: Icon, mark } = HEALTH[health];
  const lines = describePlace(place, today, now);
  const top = y + Math.max(0, (height - 96) / 2);
  return (
    <a href={href} className="group outline-none">
      <rect
        x={x + 1}
        y={y + 1}
        width={width - 2}
        height={height - 2}
        rx="8"
        strokeWidth={health === "well" || health === "unknown" ? 1.25 : 2}
        strokeDasharray={health === "missing" || health === "paused" ? "6 4" : undefined}
        className={cn(
          "fill-card group-hover:fill-accent group-focus-visible:stroke-ring group-focus-visible:stroke-[3]",
          PLACE_FRAME[health] ?? "stroke-border-strong",
        )}
      />
      <text x={x + 14} y={top + 26} className="fill-foreground text-sm font-semibold">
        {cut(place.name, 22)}
      </text>
      <text x={x + 14} y={top + 44} className="fill-muted-foreground font-mono text-[11px]">
        {cut(place.host || "sem endereço", 25)}
      </text>
      <Icon x={x + 14} y={top + 54} width={13} height={13} className={mark} />
      <text x={x + 32} y={top + 65} className="fill-foreground text-xs">
        {cut(lines[0] ?? "", 27)}
      </text>
      {lines[1] && (
        <text x={x + 32} y={top + 83} className="fill-muted-foreground text-xs">
          {cut(lines.slice(1).join(" · "), 27)}
        </text>
      )}
    </a>
  );
}
