import type { DayTotals } from "@/lib/admin/days/read-days.ts";
import { formatDay } from "@/lib/core/period.ts";
import { ScrollArea } from "../ui/scroll-area.tsx";
import { cn } from "../ui/cn.ts";

const number = new Intl.NumberFormat("pt-BR");
const HEADS = [
  "Com o parceiro",
  "Nada a enviar",
  "Com recusas",
  "Mudaram depois",
  "Em envio",
  "Faltam",
  "Registros",
] as const;

/** The calendar in numbers, the newest day first: of how many branches each day is what. */
export function DayTotalsTable({ totals }: { totals: readonly DayTotals[] }) {
  return (
    <ScrollArea label="Dias em números" className="rounded-md border bg-card">
      <table className="w-full text-sm tabular-nums">
        <caption className="sr-only">Quantas filiais estão em cada situação, por dia</caption>
        <thead>
          <tr className="border-b text-xs text-muted-foreground">
            <th scope="col" className="px-3 py-1.5 text-left font-medium">
              Dia
            </th>
            {HEADS.map((head) => (
              <th key={head} scope="col" className="px-3 py-1.5 text-right font-medium">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {totals.toReversed().map(({ day, branches, records }) => {
            const cells = [
              branches.accepted + branches.sent,
              branches.empty,
              branches.refused,
              branches.changed,
              branches.pending,
              branches.missing,
              records,
            ];
            return (
              <tr key={day} className="border-b last:border-0">
                <th scope="row" className="px-3 py-1.5 text-left font-normal whitespace-nowrap">
                  {formatDay(day)}
                </th>
                {cells.map((value, index) => (
                  <td
                    key={HEADS[index]}
                    className={cn("px-3 py-1.5 text-right", value === 0 && "text-muted-foreground")}
                  >
                    {number.format(value)}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </ScrollArea>
  );
}
