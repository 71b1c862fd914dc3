"use client";

import { useEffect, useRef, useState } from "react";
import { Button } from "../ui/button.tsx";
import { LOG_LEVEL_LABEL } from "@/lib/core/log-level.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { plainText } from "./log-text.ts";
import type { LineSource } from "./log-viewport.tsx";

const STEP = 100;
const ANNOUNCE_MS = 4000;

/**
 * The log as a plain list for reading aloud: nothing appears or vanishes by scrolling, new lines
 * are told in batches.
 */
export function LogList({
  source,
  formatTime,
}: {
  source: LineSource;
  formatTime: (iso: string) => string;
}) {
  const [start, setStart] = useState(() => Math.max(0, source.count - STEP));
  const [news, setNews] = useState("");
  const told = useRef(source.count);
  const from = Math.min(start, source.count);
  useEffect(() => source.want(from, source.count - 1), [source, from]);
  useEffect(() => {
    const timer = setInterval(() => {
      const added = source.count - told.current;
      if (added > 0) setNews(`${formatCount(added, "nova linha", "novas linhas")} no fim da lista`);
      told.current = source.count;
    }, ANNOUNCE_MS);
    return () => clearInterval(timer);
  }, [source]);

  const rows = [];
  for (let index = from; index < source.count; index++) {
    const line = source.lineAt(index);
    if (!line) continue;
    rows.push(
      <li key={line.number} id={`L${line.number}`} className="border-b px-3 py-1 last:border-b-0">
        <span className="text-muted-foreground">
          Linha {line.number}, {formatTime(line.at)}, {LOG_LEVEL_LABEL[line.level]}:{" "}
        </span>
        <span className="wrap-anywhere whitespace-pre-wrap">{plainText(line.text)}</span>
      </li>,
    );
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
    <div
      className="h-full overflow-auto text-sm"
      role="region"
      aria-label="Log em lista"
      tabIndex={0}
    >
      {from > 0 && (
        <div className="p-2 text-center">
          <Button variant="outline" size="sm" onClick={() => setStart(Math.max(0, from - STEP))}>
            Mostrar {Math.min(STEP, from)} linhas anteriores
          </Button>
        </div>
      )}
      <ol>{rows}</ol>
      <p role="status" className="sr-only">
        {news}
      </p>
    </div>
  );
}
