import { addDays, type Day, type Period } from "@/lib/core/period.ts";

/** The periods people ask for most, counted from the organization's today. */
export function quickPeriods(today: Day): Array<{ label: string; period: Period }> {
  const monthStart = `${today.slice(0, 7)}-01`;
  const lastMonthEnd = addDays(monthStart, -1);
  const yesterday = addDays(today, -1);
  return [
    { label: "Ontem", period: { first: yesterday, last: yesterday } },
    { label: "Últimos 7 dias", period: { first: addDays(today, -7), last: yesterday } },
    {
      label: "Mês passado",
      period: { first: `${lastMonthEnd.slice(0, 7)}-01`, last: lastMonthEnd },
    },
  ];
}
