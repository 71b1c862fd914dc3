"use client";

import { useEffect, useState } from "react";
import { cn } from "../ui/cn.ts";
import { tellRelative } from "../ui/relative-time.tsx";
import {
  type Board,
  type BoardLane,
  type BoardPlace,
  judgeLane,
  judgePlace,
  layOutBoard,
  tellLane,
} from "@/lib/core/multi-cv-board.ts";
import { HEALTH, tellValidity } from "./place-health.tsx";

interface PictureProps {
  board: Board;
  /** The organization's day. */
  today: string;
  /** Where a lane leads: the list with what stands on it. */
  laneHref: (environmentId: number | null, leg: LaneLeg) => string;
  placeHref: (place: BoardPlace) => string;
}

/** The four directions of the drawing. */
export type LaneLeg = "copying" | "contracting" | "answering" | "returning";

/** What each lane is called where it is read and not seen. */
export const LANE_WORDS: Readonly<Record<LaneLeg, (terminal: string) => string>> = {
  copying: (terminal) => `Hub para ${terminal}`,
  contracting: (terminal) => `${terminal} para Sienge`,
  answering: (terminal) => `Sienge para ${terminal}`,
  returning: (terminal) => `${terminal} para Hub`,
};

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
const PLACE_FRAME: Record<string, string> = {
  failing: "stroke-failed-mark",
  paused: "stroke-pending-mark",
  expiring: "stroke-pending-mark",
};

/** null until the browser knows how late it is being read. */
export function useNow(): Date | null {
  const [now, setNow] = useState<Date | null>(null);
  useEffect(() => {
    const tick = () => setNow(new Date());
    tick();
    const timer = setInterval(tick, 10_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** Words for the ear alone: a link is named by all of its text, and the eye sees between which boxes the arrow runs. */
function SpokenText({ text }: { text: string }) {
  return (
    <text fontSize="1" opacity="0">
      {`${text}: `}
    </text>
  );
}

const cut = (text: string, most: number) =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text;

/** The lines under a system's name. */
export function tellPlace(place: BoardPlace, today: string, now: Date | null): string[] {
  const health = judgePlace(place, today);
  const moment = health === "failing" ? place.lastErrorAt : place.lastOkAt;
  const state = `${HEALTH[health].word}${moment && now && health !== "paused" && health !== "expiring" ? ` ${tellRelative(new Date(moment), now, "short")}` : ""}`;
  const quota =
    place.quota &&
    (place.quota.limit === null
      ? `${place.quota.used.toLocaleString("pt-BR")} chamadas hoje`
      : `${place.quota.used.toLocaleString("pt-BR")} de ${place.quota.limit.toLocaleString("pt-BR")} hoje`);
  return [
    state,
    tellValidity(place.validUntil, today) && `Token ${tellValidity(place.validUntil, today)}`,
    quota ?? "",
  ].filter(Boolean);
}

/** A system: its name, host, how it answers, and what of the day's quota is used. */
function Place({
  place,
  x,
  y,
  width,
  height,
  today,
  now,
  href,
}: {
  place: BoardPlace;
  x: number;
  y: number;
  width: number;
  height: number;
  today: string;
  now: Date | null;
  href: string;
}) {
  const health = judgePlace(place, today);
  const { icon: Icon, mark } = HEALTH[health];
  const lines = tellPlace(place, today, now);
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

interface LaneProps {
  lane: BoardLane;
  label: string;
  href: string;
  now: Date | null;
}

/** An arrow with what stands on it. Thicker when it moves, dashed when somebody must act: colour is not needed to read it. */
function Lane({
  lane,
  label,
  href,
  now,
  from,
  to,
  y,
  above,
}: LaneProps & { from: number; to: number; y: number; above: boolean }) {
  const state = judgeLane(lane);
  const text = tellLane(lane);
  const age =
    lane.oldestAt && now
      ? `mais antiga ${tellRelative(new Date(lane.oldestAt), now, "short")}`
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

/** The live drawing Hub → terminals → Sienge. Everything in it is also in the table beneath. */
export function FlowPicture({ board, today, laneHref, placeHref }: PictureProps) {
  const now = useNow();
  return (
    <>
      <WidePicture
        board={board}
        today={today}
        laneHref={laneHref}
        placeHref={placeHref}
        now={now}
      />
      <NarrowPicture
        board={board}
        today={today}
        laneHref={laneHref}
        placeHref={placeHref}
        now={now}
      />
    </>
  );
}

const TITLE = "Desenho do fluxo entre Hub, terminais e Sienge";

function WidePicture({
  board,
  today,
  laneHref,
  placeHref,
  now,
}: PictureProps & { now: Date | null }) {
  const shape = layOutBoard(board.terminals.length);
  const { width, height } = shape.box;
  const left = shape.hub.x + width + 6;
  const right = shape.erp.x - 6;
  const erpHeight = shape.height / board.erp.length;
  return (
    <svg
      viewBox={`-2 -2 ${shape.width + 4} ${shape.height + 4}`}
      role="group"
      aria-label={TITLE}
      className="hidden w-full min-w-[56rem] lg:block"
    >
      <Place
        place={board.hub}
        x={shape.hub.x}
        y={0}
        width={width}
        height={shape.hub.height}
        today={today}
        now={now}
        href={placeHref(board.hub)}
      />
      {board.erp.map((place, index) => (
        <Place
          key={place.id ?? place.name}
          place={place}
          x={shape.erp.x}
          y={index * erpHeight}
          width={width}
          height={erpHeight - (board.erp.length > 1 ? 12 : 0)}
          today={today}
          now={now}
          href={placeHref(place)}
        />
      ))}
      {board.terminals.map(({ place, ...lanes }, index) => {
        const at = shape.terminals[index]!;
        const middle = at.y + height / 2;
        const props = (leg: LaneLeg) => ({
          lane: lanes[leg],
          label: LANE_WORDS[leg](place.name),
          href: laneHref(place.id, leg),
          now,
        });
        return (
          <g key={place.id ?? place.name}>
            <Lane {...props("copying")} from={left} to={at.x - 6} y={middle - 8} above />
            <Lane {...props("returning")} from={at.x - 6} to={left} y={middle + 10} above={false} />
            <Lane
              {...props("contracting")}
              from={at.x + width + 6}
              to={right}
              y={middle - 8}
              above
            />
            <Lane
              {...props("answering")}
              from={right}
              to={at.x + width + 6}
              y={middle + 10}
              above={false}
            />
            <Place
              place={place}
              x={at.x}
              y={at.y}
              width={width}
              height={height}
              today={today}
              now={now}
              href={placeHref(place)}
            />
          </g>
        );
      })}
    </svg>
  );
}

const PHONE = { width: 328, box: 100, lanes: 108, gap: 26 };

/** The same from top to bottom: one terminal after the other, each between its lanes. */
function NarrowPicture({
  board,
  today,
  laneHref,
  placeHref,
  now,
}: PictureProps & { now: Date | null }) {
  const block = PHONE.lanes + PHONE.box + PHONE.lanes + PHONE.gap;
  const top = PHONE.box + PHONE.gap;
  const erpTop = top + board.terminals.length * block;
  const total = erpTop + board.erp.length * (PHONE.box + 10);
  return (
    <svg
      viewBox={`-2 -2 ${PHONE.width + 4} ${total + 4}`}
      role="group"
      aria-label={TITLE}
      className="mx-auto w-full max-w-[28rem] lg:hidden"
    >
      <Place
        place={board.hub}
        x={0}
        y={0}
        width={PHONE.width}
        height={PHONE.box}
        today={today}
        now={now}
        href={placeHref(board.hub)}
      />
      {board.terminals.map(({ place, ...lanes }, index) => {
        const y = top + index * block;
        const props = (leg: LaneLeg, at: number, down: boolean) => ({
          lane: lanes[leg],
          label: LANE_WORDS[leg](place.name),
          short: LEG_SHORT[leg],
          href: laneHref(place.id, leg),
          now,
          y: at,
          down,
        });
        return (
          <g key={place.id ?? place.name}>
            <PhoneLane {...props("copying", y, true)} />
            <PhoneLane {...props("returning", y + 52, false)} />
            <Place
              place={place}
              x={0}
              y={y + PHONE.lanes}
              width={PHONE.width}
              height={PHONE.box}
              today={today}
              now={now}
              href={placeHref(place)}
            />
            <PhoneLane {...props("contracting", y + PHONE.lanes + PHONE.box + 6, true)} />
            <PhoneLane {...props("answering", y + PHONE.lanes + PHONE.box + 58, false)} />
          </g>
        );
      })}
      {board.erp.map((place, index) => (
        <Place
          key={place.id ?? place.name}
          place={place}
          x={0}
          y={erpTop + index * (PHONE.box + 10)}
          width={PHONE.width}
          height={PHONE.box}
          today={today}
          now={now}
          href={placeHref(place)}
        />
      ))}
    </svg>
  );
}

const LEG_SHORT: Record<LaneLeg, string> = {
  copying: "Hub → terminal",
  returning: "Terminal → Hub",
  contracting: "Terminal → Sienge",
  answering: "Sienge → terminal",
};

function PhoneLane({
  lane,
  label,
  short,
  href,
  now,
  y,
  down,
}: LaneProps & { short: string; y: number; down: boolean }) {
  const state = judgeLane(lane);
  const text = tellLane(lane);
  const age =
    lane.oldestAt && now ? ` · ${tellRelative(new Date(lane.oldestAt), now, "short")}` : "";
  const [from, to] = down ? [y + 4, y + 42] : [y + 42, y + 4];
  const tip = down ? `18,${to} 13,${to - 9} 23,${to - 9}` : `18,${to} 13,${to + 9} 23,${to + 9}`;
  return (
    <a href={href} className="group outline-none">
      <SpokenText text={label} />
      <rect
        x={0}
        y={y}
        width={PHONE.width}
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
