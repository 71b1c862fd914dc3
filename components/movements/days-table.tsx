import { cn } from "../ui/cn.ts";
import { ScrollArea } from "../ui/scroll-area.tsx";
import type { BranchDays } from "@/lib/admin/movements/read-movement-days.ts";
import { formatReais } from "@/lib/core/money.ts";
import { type Day, formatDay } from "@/lib/core/period.ts";

const number = new Intl.NumberFormat("pt-BR");
const short = new Intl.NumberFormat("pt-BR", { notation: "compact", maximumFractionDigits: 1 });
const weekday = new Intl.DateTimeFormat("pt-BR", { weekday: "short", timeZone: "UTC" });

const stickyCell = "sticky left-0 z-10 bg-card";
const cellClasses = "border-b px-2.5 py-1.5 text-right align-top whitespace-nowrap tabular-nums";

/** Branches down, days across: how many sales, how much, and where nothing came. `today` may still be filling up. */
export function DaysTable({
  branches,
  days,
  today,
}: {
  branches: readonly BranchDays[];
  days: readonly Day[];
  today: Day;
}) {
  return (
    <ScrollArea label="Vendas por filial e dia" className="rounded-md border bg-card">
      <table className="w-full border-separate border-spacing-0 text-sm">
        <caption className="sr-only">Vendas por filial e dia</caption>
        <thead>
          <tr>
            <th
              scope="col"
              className={cn(stickyCell, "z-20 border-b px-3 py-1.5 text-left font-medium")}
            >
              Filial
            </th>
            {days.map((day) => (
              <th
                key={day}
                scope="col"
                className="border-b px-2.5 py-1.5 text-right text-xs font-medium text-muted-foreground"
              >
                <span className="block whitespace-nowrap text-foreground tabular-nums">
                  {formatDay(day).slice(0, 5)}
                </span>
                <span className="block font-normal">
                  {weekday.format(new Date(`${day}T00:00:00Z`)).replace(".", "")}
                </span>
              </th>
            ))}
            <th scope="col" className="border-b border-l px-3 py-1.5 text-right font-medium">
              Total
            </th>
          </tr>
        </thead>
        <tbody>
          {branches.map((branch) => {
            const byDay = new Map(branch.days.map((totals) => [totals.day, totals]));
            const sum = branch.days.reduce(
              (all, totals) => ({
                sales: all.sales + totals.sales,
                cents: all.cents + totals.salesCents,
              }),
              { sales: 0, cents: 0 },
            );
            return (
              <tr key={branch.id} className="group">
                <th
                  scope="row"
                  className={cn(
                    stickyCell,
                    "max-w-36 border-b px-3 py-1.5 text-left align-top font-normal group-hover:bg-accent sm:max-w-56",
                  )}
                >
                  <span className="block truncate font-medium" title={branch.name}>
                    {branch.name}
                  </span>
                  <span className="block text-xs text-muted-foreground">{branch.code}</span>
                </th>
                {days.map((day) => (
                  <DayCell key={day} totals={byDay.get(day)} expected={day < today} />
                ))}
                <td className={cn(cellClasses, "border-l px-3 font-medium")}>
                  {number.format(sum.sales)}
                  <span className="block text-xs font-normal text-muted-foreground">
                    {formatReais(sum.cents)}
                  </span>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </ScrollArea>
  );
}

function DayCell({
  totals,
  expected,
}: {
  totals: BranchDays["days"][number] | undefined;
  expected: boolean;
}) {
  if (!totals) {
    return (
      <td
        className={cn(
          cellClasses,
          expected ? "bg-pending-soft text-pending" : "text-muted-foreground",
        )}
      >
        <span aria-hidden>—</span>
        <span className="sr-only">{expected ? "sem movimento" : "ainda sem movimento"}</span>
      </td>
    );
  }
  const extras = [
    totals.cancellations > 0 && `${number.format(totals.cancellations)} canc.`,
    totals.returns > 0 && `${number.format(totals.returns)} dev.`,
  ]
    .filter(Boolean)
    .join(" · ");
  return (
    <td
      className={cellClasses}
      title={`${number.format(totals.sales)} vendas, ${formatReais(totals.salesCents)}`}
    >
      {number.format(totals.sales)}
      <span className="block text-xs text-muted-foreground">
        {short.format(totals.salesCents / 100)}
      </span>
      {extras && <span className="block text-xs text-failed">{extras}</span>}
    </td>
  );
}
