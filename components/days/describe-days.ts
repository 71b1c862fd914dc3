import { formatCount } from "@/lib/core/format-count.ts";
import { type Day, formatDay } from "@/lib/core/period.ts";

/** What an integration's account amounts to. */
export interface DaysSummary {
  sentUntil: Day | null;
  missingDays: number;
  changedDays: number;
}

/** "Enviado até 27/11 · faltam 2 dias · 1 dia mudou depois". Nothing where there is nothing to tell. */
export function describeDays({ sentUntil, missingDays, changedDays }: DaysSummary): string {
  return [
    sentUntil === null ? "" : `Enviado até ${formatDay(sentUntil).slice(0, 5)}`,
    missingDays > 0
      ? `${missingDays === 1 ? "falta" : "faltam"} ${formatCount(missingDays, "dia", "dias")}`
      : "",
    changedDays > 0 ? formatCount(changedDays, "dia mudou depois", "dias mudaram depois") : "",
  ]
    .filter(Boolean)
    .join(" · ")
    .replace(/^f/, "F");
}
