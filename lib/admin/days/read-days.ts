import { z } from "zod";
import { type AccountDayRow, listAccountDays } from "@/db/queries/days/account-days.ts";
import { listIntegrationBranches } from "@/db/queries/integrations/integrations.ts";
import { type DayState, decideDayState } from "@/lib/core/day-account.ts";
import { hasDays } from "@/lib/core/due-day.ts";
import { countDays, type Day, dayInZone, isDay, listDays, MAX_DAYS } from "@/lib/core/period.ts";
import { findConnector } from "@/lib/registry.ts";
import { defineUseCase, Refusal } from "../define-use-case.ts";
import { requireIntegration } from "../tasks/read-operations.ts";

/** A branch's day on the screen. */
export interface ShownDay {
  branchId: number;
  day: Day;
  state: DayState;
  records: number;
  refused: number;
}

/** A day over all branches: the table under the calendar. */
export interface DayTotals {
  day: Day;
  branches: Record<DayState, number>;
  records: number;
  refused: number;
}

/** The tab "Dias" of an integration, for one of its operations. */
export interface ShownDays {
  operations: Array<{ name: string; label: string }>;
  operation: string | null;
  branches: Array<{ id: number; name: string }>;
  days: Day[];
  today: Day;
  shown: ShownDay[];
  totals: DayTotals[];
}

/** Reads how each day of each branch stands with the partner, over at most {@link MAX_DAYS} days. */
export const readDays = defineUseCase({
  name: "read-days",
  permission: "view",
  input: z.object({
    integrationId: z.int().positive(),
    /** Absent or unknown: the first that has days. */
    operation: z.string().max(100).default(""),
    first: z.string().max(10),
    last: z.string().max(10),
  }),
  run: async ({ input, tx, now }): Promise<ShownDays> => {
    const { first, last } = input;
    if (!isDay(first) || !isDay(last) || first > last || countDays({ first, last }) > MAX_DAYS)
      throw new Refusal({
        kind: "invalid",
        message: `Escolha um período de até ${MAX_DAYS} dias, com a data inicial antes da final.`,
      });
    const target = await requireIntegration(tx, input.integrationId);
    const operations = listDayOperations(target.connectorId);
    const operation = operations.find(({ name }) => name === input.operation) ?? operations[0];
    const place = {
      organizationId: target.organizationId,
      integrationId: target.integrationId,
    };
    const branches = await listIntegrationBranches(tx, place);
    const rows = operation
      ? await listAccountDays(tx, place, [operation.name], { first, last })
      : [];
    const days = listDays({ first, last });
    const shown = rows.map(showDay);
    return {
      operations,
      operation: operation?.name ?? null,
      branches: branches.map(({ id, name }) => ({ id, name })),
      days,
      today: dayInZone(now, target.timeZone),
      shown,
      totals: days.map((day) => sumDay(day, shown)),
    };
  },
});

/** The operations of a type whose days are accounted for. */
export function listDayOperations(connectorId: string): Array<{ name: string; label: string }> {
  return Object.entries(findConnector(connectorId)?.operations ?? {}).flatMap(([name, operation]) =>
    hasDays(operation) ? { name, label: operation.label } : [],
  );
}

const showDay = (row: AccountDayRow): ShownDay => ({
  branchId: row.branchId,
  day: row.day,
  state: decideDayState(row),
  records: row.records,
  refused: row.refused,
});

function sumDay(day: Day, shown: readonly ShownDay[]): DayTotals {
  const branches: Record<DayState, number> = {
    accepted: 0,
    sent: 0,
    refused: 0,
    empty: 0,
    changed: 0,
    pending: 0,
    missing: 0,
    off: 0,
    waiting: 0,
  };
  const totals = { day, branches, records: 0, refused: 0 };
  for (const each of shown) {
    if (each.day !== day) continue;
    branches[each.state] += 1;
    totals.records += each.records;
    totals.refused += each.state === "refused" ? each.refused : 0;
  }
  return totals;
}
