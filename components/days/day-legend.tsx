import type { DayState } from "@/lib/core/day-account.ts";
import { cn } from "../ui/cn.ts";
import { DAY_LOOK, DAY_STATES } from "./day-words.tsx";

/** What the signs of the calendar mean: those that it shows. */
export function DayLegend({ states }: { states: ReadonlySet<DayState> }) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1.5 text-xs text-muted-foreground">
      {DAY_STATES.filter((state) => states.has(state)).map((state) => {
        const { icon: Icon, label, tone } = DAY_LOOK[state];
        return (
          <li key={state} className="inline-flex items-center gap-1.5">
            <span className={cn("grid size-5 place-items-center rounded-sm", tone)}>
              <Icon aria-hidden className="size-3.5" />
            </span>
            {label}
          </li>
        );
      })}
    </ul>
  );
}
