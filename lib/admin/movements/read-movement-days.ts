import { z } from "zod";
import {
  type DayTotals,
  listActiveBranches,
  sumDays,
} from "@/db/queries/movements/movement-days.ts";
import { countDays, isDay, MAX_DAYS } from "@/lib/core/period.ts";
import { defineUseCase, Refusal } from "../define-use-case.ts";
import { chooseOrganization } from "./choose-organization.ts";

const MAX_BRANCHES = 500;
const day = z.string().refine(isDay, "Informe a data no formato dd/mm/aaaa.");

/** One branch's line of the tab "Por filial e dia"; days without movement are missing. */
export interface BranchDays {
  id: number;
  code: string;
  name: string;
  days: Omit<DayTotals, "branchId">[];
}

/** Counts and totals of every branch on every day of a period. */
export const readMovementDays = defineUseCase({
  name: "read-movement-days",
  permission: "movements",
  input: z.object({
    organizationId: z.number().int().positive().nullable().default(null),
    first: day,
    last: day,
  }),
  async run({ actor, input, tx }): Promise<BranchDays[]> {
    const days = countDays(input);
    if (days < 1 || days > MAX_DAYS)
      throw new Refusal({
        kind: "invalid",
        message: `Escolha um período de 1 a ${MAX_DAYS} dias.`,
      });
    const organizationId = await chooseOrganization(tx, actor, input.organizationId);
    const branches = await listActiveBranches(tx, organizationId, MAX_BRANCHES);
    const totals = Map.groupBy(await sumDays(tx, organizationId, input), (row) => row.branchId);
    return branches.map(({ id, code, name }) => ({
      id,
      code,
      name,
      days: (totals.get(id) ?? []).map(({ branchId: _branchId, ...rest }) => rest),
    }));
  },
});
