"use client";

import Link from "next/link";
import { type KeyboardEvent, useRef, useState } from "react";
import type { ShownDay } from "@/lib/admin/days/read-days.ts";
import { type Day, formatDay } from "@/lib/core/period.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { cn } from "../ui/cn.ts";
import { ScrollArea } from "../ui/scroll-area.tsx";
import { DAY_LOOK } from "./day-words.tsx";

/** Props of {@link DayCalendar}. */
export interface DayCalendarProps {
  branches: ReadonlyArray<{ id: number; name: string }>;
  days: readonly Day[];
  shown: readonly ShownDay[];
  /** The cell that is open below, as `day:branch`. */
  opened: string | null;
  /** The address of a cell without the cell: `dia` and `filial` are added. */
  address: string;
}

const weekday = new Intl.DateTimeFormat("pt-BR", { weekday: "short", timeZone: "UTC" });
const MOVES: Record<string, [down: number, right: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/**
 * Branches down, days across. Only one cell is reached by Tab; from there the arrows go on, so that
 * a keyboard is not held up by three hundred links.
 */
export function DayCalendar({ branches, days, shown, opened, address }: DayCalendarProps) {
  const known = new Map(shown.map((each) => [`${each.day}:${each.branchId}`, each]));
  const table = useRef<HTMLTableElement>(null);
  const [at, setAt] = useState<[row: number, column: number]>([0, Math.max(0, days.length - 1)]);

  function move(event: KeyboardEvent, row: number, column: number) {
    const step = MOVES[event.key];
    if (!step) return;
    event.preventDefault();
    const next: [number, number] = [
      Math.min(branches.length - 1, Math.max(0, row + step[0])),
      Math.min(days.length - 1, Math.max(0, column + step[1])),
    ];
    setAt(next);
    table.current?.querySelector<HTMLElement>(`[data-cell="${next.join(":")}"]`)?.focus();
  }

  return (
    <ScrollArea label="Dias por filial" className="rounded-md border bg-card">
      <table ref={table} className="w-full border-separate border-spacing-0 text-sm">
        <caption className="sr-only">
          Situação de cada dia por filial. Use as setas para percorrer os dias.
        </caption>
        <thead>
          <tr>
            <th
              scope="col"
              className="sticky left-0 z-20 border-b bg-card px-3 py-1.5 text-left font-medium"
            >
              Filial
            </th>
            {days.map((day) => (
              <th
                key={day}
                scope="col"
                className="border-b px-0.5 py-1.5 text-center text-xs font-medium"
              >
                <span className="block whitespace-nowrap tabular-nums">
                  {formatDay(day).slice(0, 5)}
                </span>
                <span className="block font-normal text-muted-foreground">
                  {weekday.format(new Date(`${day}T00:00:00Z`)).replace(".", "")}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {branches.map((branch, row) => (
            <tr key={branch.id}>
              <th
                scope="row"
                className="sticky left-0 z-10 max-w-32 truncate border-b bg-card px-3 py-1 text-left font-normal sm:max-w-56"
                title={branch.name}
              >
                {branch.name}
              </th>
              {days.map((day, column) => {
                const key = `${day}:${branch.id}`;
                const cell = known.get(key);
                const look = DAY_LOOK[cell?.state ?? "waiting"];
                const Icon = look.icon;
                return (
                  <td key={day} className="border-b p-0.5 text-center">
                    <Link
                      href={`${address}&dia=${day}&filial=${branch.id}#dia`}
                      scroll={false}
                      data-cell={`${row}:${column}`}
                      tabIndex={at[0] === row && at[1] === column ? 0 : -1}
                      onFocus={() => setAt([row, column])}
                      onKeyDown={(event) => move(event, row, column)}
                      aria-current={opened === key ? "true" : undefined}
                      title={`${formatDay(day)} · ${branch.name}: ${describeCell(cell)}`}
                      className={cn(
                        "grid h-8 min-w-9 place-items-center rounded-sm hover:ring-2 hover:ring-border-strong focus-visible:-outline-offset-2 aria-[current=true]:ring-2 aria-[current=true]:ring-primary",
                        look.tone,
                      )}
                    >
                      <Icon aria-hidden className="size-4" />
                      <span className="sr-only">
                        {branch.name}, {formatDay(day)}: {describeCell(cell)}
                      </span>
                    </Link>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollArea>
  );
}

function describeCell(cell: ShownDay | undefined): string {
  if (!cell) return DAY_LOOK.waiting.label;
  const { label } = DAY_LOOK[cell.state];
  if (cell.state === "refused")
    return `${label} (${formatCount(cell.refused, "registro", "registros")})`;
  return cell.records > 0
    ? `${label} (${formatCount(cell.records, "registro", "registros")})`
    : label;
}
