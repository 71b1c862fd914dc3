"use client";

import { type KeyboardEvent, useEffect, useEffectEvent, useState } from "react";
import type { LogRow } from "@/lib/admin/logs/read-logs.ts";
import { LogLineView } from "./log-line.tsx";
import { useLogScroll } from "./use-log-scroll.ts";

/** The lines a viewport shows: by position, whether they stand side by side in the log or were searched out of it. */
export interface LineSource {
  count: number;
  numberAt: (index: number) => number;
  lineAt: (index: number) => LogRow | null | undefined;
  /** Where a line stands, or the next one there is; negative = nowhere. */
  indexOf: (number: number) => number;
  /** Says which positions are looked at. */
  want: (from: number, to: number) => void;
  /** Another one whenever a line changed. */
  version: number;
}

/** Props of {@link LogViewport}. */
export interface LogViewportProps {
  source: LineSource;
  wrap: boolean;
  search: string;
  follow: boolean;
  onFollow: (follow: boolean) => void;
  /** Line to bring into view; a new object asks again. */
  goal: { number: number } | null;
  selected: number | null;
  onSelect: (number: number) => void;
  formatTime: (iso: string) => string;
}

const TIME_CHARACTERS = 40;

/** The drawn lines of a log. */
export function LogViewport({
  source,
  wrap,
  search,
  follow,
  onFollow,
  goal,
  selected,
  onSelect,
  formatTime,
}: LogViewportProps) {
  const [widest, setWidest] = useState(80);
  const { count } = source;
  const at = goal && count > 0 ? Math.max(0, source.indexOf(goal.number)) : 0;
  const scroll = useLogScroll({
    count,
    start: follow ? 1 : (at + 0.5) / Math.max(1, count),
    onUserScroll: onFollow,
  });
  const { scroller, block, from, to, moveTo, moveBy, page } = scroll;

  useEffect(() => source.want(from, to), [source, from, to]);
  useEffect(() => {
    if (follow) moveTo(1);
  }, [follow, count, moveTo]);
  // A log that grows, or a search that finds more, is no new wish: only another goal moves.
  const bring = useEffectEvent((number: number) => {
    const index = source.indexOf(number);
    if (index >= 0 && count > 0) moveTo((index + 0.5) / count);
  });
  useEffect(() => {
    if (goal) bring(goal.number);
  }, [goal]);

  function onKeyDown(event: KeyboardEvent) {
    if (event.target !== scroller.current || event.ctrlKey || event.metaKey || event.altKey) return;
    const steps: Record<string, number> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      " ": event.shiftKey ? -page : page,
      Home: -count,
      End: count,
    };
    const lines = steps[event.key];
    if (lines === undefined) return;
    event.preventDefault();
    moveBy(lines);
  }

  const rows = [];
  let longest = widest;
  for (let index = from; index <= to; index++) {
    const number = source.numberAt(index);
    const line = source.lineAt(index);
    if (line) longest = Math.max(longest, line.text.length);
    rows.push(
      <LogLineView
        key={number}
        number={number}
        line={line}
        formatTime={formatTime}
        wrap={wrap}
        search={search}
        selected={number === selected}
        onSelect={onSelect}
      />,
    );
  }
  // It never narrows again: the sideways scroll must not jump as longer lines come and go.
  if (longest > widest) setWidest(longest);

  return (
    <div
      ref={scroller}
      role="region"
      aria-label="Linhas do log"
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
      tabIndex={0}
      onScroll={scroll.onScroll}
      onKeyDown={onKeyDown}
      className="h-full overflow-auto overscroll-contain font-mono text-[13px] focus-visible:-outline-offset-2"
    >
      <div
        style={{
          height: scroll.tall,
          minWidth: wrap ? undefined : `${widest + TIME_CHARACTERS}ch`,
        }}
        className="relative"
      >
        <div className="sticky top-0 overflow-y-clip" style={{ height: scroll.height }}>
          <div ref={block} className="absolute inset-x-0 top-0">
            {rows}
          </div>
        </div>
      </div>
    </div>
  );
}
