"use client";

import { cn } from "../ui/cn.ts";
import { formatRelative } from "../ui/relative-time.tsx";
import type { BoardLane } from "@/lib/admin/multi-cv/flow-board.ts";
import { judgeLane, describeLane } from "./judge-board.ts";
import type { LaneSpot } from "./lay-out-board.ts";

const LANE_TEXT = {
  calm: "fill-muted-foreground",
  moving: "fill-foreground",
  alarm: "fill-failed font-semibold",
} as const;
const LANE_LINE = {
  calm: "stroke-border-strong",
  moving: "stroke-primary",
  alarm: "stroke-failed-mark",
} as const;
const LANE_HEAD = {
  calm: "fill-border-strong",
  moving: "fill-primary",
  alarm: "fill-failed-mark",
} as const;
/** Words for the ear alone: a link is named by all of its text, and the eye sees between which boxes the arrow runs. */
function SpokenText({ text }: { text: string }) {
  return (
    <text fontSize="1" opacity="0">
      {`${text}: `}
    </text>
  );
}

interface LaneProps {
  lane: BoardLane;
  /** What the arrow is called where it is read and not seen. */
  label: string;
  short: string;
  href: string;
  now: Date | null;
}

/** One direction between two systems, and what stands on it. */
export function FlowLane({ spot, ...props }: LaneProps & { spot: LaneSpot }) {
  return spot.runs === "across" ? (
    <LaneAcross {...props} spot={spot} />
  ) : (
    <LaneAlong {...props} spot={spot} />
  );
}

/**
 * An arrow with what stands on it. Thicker when it moves, dashed when somebody must act: colour is
 * not needed to read it.
 */
function LaneAcross({
  lane,
  label,
  href,
  now,
  spot: { from, to, y, above },
}: LaneProps & { spot: Extract<LaneSpot, { runs: "across" }> }) {
  const state = judgeLane(lane);
  const text = describeLane(lane);
  const age =
    lane.oldestAt && now
      ? `mais antiga ${formatRelative(new Date(lane.oldestAt), now, "short")}`
      : "";
  const forward = to > from;
  const middle = (from + to) / 2;
  const tip = forward
    ? `${to},${y} ${to - 9},${y - 5} ${to - 9},${y + 5}`
    : `${to},${y} ${to + 9},${y - 5} ${to + 9},${y + 5}`;
  return (
    <a href={href} className="group outline-none">
      <SpokenText text={label} />
      <rect
        x={Math.min(from, to)}
        y={above ? y - 38 : y - 8}
        width={Math.abs(to - from)}
        height={46}
        rx="4"
        className="fill-transparent group-hover:fill-foreground/4 group-focus-visible:stroke-ring group-focus-visible:stroke-2"
      />
      <line
        x1={from}
        x2={forward ? to - 8 : to + 8}
        y1={y}
        y2={y}
        strokeWidth={state === "calm" ? 1.25 : 2.25}
        strokeDasharray={state === "alarm" ? "7 4" : undefined}
        className={LANE_LINE[state]}
      />
      <polygon points={tip} className={LANE_HEAD[state]} />
      <text
        x={middle}
        y={above ? (age ? y - 22 : y - 9) : y + 18}
        textAnchor="middle"
        className={cn("text-xs", LANE_TEXT[state])}
      >
        {state === "alarm" ? `⚠ ${text}` : text}
      </text>
      {age && (
        <text
          x={middle}
          y={above ? y - 8 : y + 33}
          textAnchor="middle"
          className="fill-muted-foreground text-[11px]"
        >
          {age}
        </text>
      )}
    </a>
  );
}

/** The same on a narrow page: a short arrow at the left, its words beside it. */
function LaneAlong({
  lane,
  label,
  short,
  href,
  now,
  spot: { y, width, down },
}: LaneProps & { spot: Extract<LaneSpot, { runs: "along" }> }) {
  const state = judgeLane(lane);
  const text = describeLane(lane);
  const age =
    lane.oldestAt && now ? ` · ${formatRelative(new Date(lane.oldestAt), now, "short")}` : "";
  const [from, to] = down ? [y + 4, y + 42] : [y + 42, y + 4];
  const tip = down ? `18,${to} 13,${to - 9} 23,${to - 9}` : `18,${to} 13,${to + 9} 23,${to + 9}`;
  return (
    <a href={href} className="group outline-none">
      <SpokenText text={label} />
      <rect
        x={0}
        y={y}
        width={width}
        height={46}
        rx="4"
        className="fill-transparent group-hover:fill-foreground/4 group-focus-visible:stroke-ring group-focus-visible:stroke-2"
      />
      <line
        x1={18}
        x2={18}
        y1={from}
        y2={down ? to - 8 : to + 8}
        strokeWidth={state === "calm" ? 1.25 : 2.25}
        strokeDasharray={state === "alarm" ? "6 3" : undefined}
        className={LANE_LINE[state]}
      />
      <polygon points={tip} className={LANE_HEAD[state]} />
      <text x={38} y={y + 19} className="fill-muted-foreground text-[11px]">
        {short}
        {age}
      </text>
      <text x={38} y={y + 36} className={cn("text-xs", LANE_TEXT[state])}>
        {state === "alarm" ? `⚠ ${text}` : text}
      </text>
    </a>
  );
}
