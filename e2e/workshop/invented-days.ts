import { fixedSales } from "@/lib/connectors/conformance/fixed-day.ts";
import type { Branch, Sale } from "@/lib/core/movement.ts";
import { type Day, listDays, type Period } from "@/lib/core/period.ts";

/** More than the known day has sales. */
const IDS_A_DAY = 1_000;

/** The known day's sales again on every day of a period, for those branches that take part. */
export function inventDays(
  period: Period,
  branches: readonly Branch[],
  known: readonly Sale[] = fixedSales(),
): Sale[] {
  const taking = new Set(branches.map(({ id }) => id));
  const own = known.filter(({ branchId }) => taking.has(branchId));
  return listDays(period).flatMap((day, index) => own.map((sale) => moveTo(sale, day, index)));
}

function moveTo(sale: Sale, day: Day, index: number): Sale {
  const later = Date.parse(day) - Date.parse(sale.day);
  const keyOn = (key: string) => (key === "" ? "" : `${key}-${day}`);
  return {
    ...sale,
    id: sale.id + IDS_A_DAY * index,
    day,
    soldAt: new Date(sale.soldAt.getTime() + later),
    documentKey: keyOn(sale.documentKey),
    originalKey: keyOn(sale.originalKey),
  };
}
