import { z } from "zod";
import { listAccountDays } from "@/db/queries/days/account-days.ts";
import { type DayTask, listDayTasks } from "@/db/queries/days/day-tasks.ts";
import { listIntegrationBranches } from "@/db/queries/integrations/integrations.ts";
import { type DayState, decideDayState } from "@/lib/core/day-account.ts";
import { type Day, isDay } from "@/lib/core/period.ts";
import { defineUseCase, notFound } from "../define-use-case.ts";
import { requireIntegration } from "../tasks/read-operations.ts";
import { listDayOperations } from "./read-days.ts";

/** A branch's day with the tasks and files that were over it; instants are ISO texts. */
export interface OpenedDay {
  day: Day;
  branchName: string;
  state: DayState;
  records: number;
  refused: number;
  /** When it should have gone. */
  dueAt: string | null;
  at: string | null;
  tasks: Array<
    Omit<DayTask, "createdAt" | "finishedAt"> & { createdAt: string; finishedAt: string | null }
  >;
}

/** Opens one cell of the tab "Dias". */
export const readDay = defineUseCase({
  name: "read-day",
  permission: "view",
  input: z.object({
    integrationId: z.int().positive(),
    operation: z.string().max(100),
    branchId: z.int().positive(),
    day: z.string().max(10),
  }),
  run: async ({ input, tx }): Promise<OpenedDay> => {
    const { branchId, day } = input;
    const target = await requireIntegration(tx, input.integrationId);
    const known = listDayOperations(target.connectorId).some(
      ({ name }) => name === input.operation,
    );
    if (!known || !isDay(day)) notFound("Dia não encontrado.");
    const place = {
      organizationId: target.organizationId,
      integrationId: target.integrationId,
      operation: input.operation,
    };
    const rows = await listAccountDays(tx, place, [input.operation], { first: day, last: day });
    const row = rows.find((each) => each.branchId === branchId);
    const branch = (await listIntegrationBranches(tx, place)).find(({ id }) => id === branchId);
    if (!branch) notFound("Filial não encontrada.");
    const tasks = await listDayTasks(tx, place, branchId, day);
    return {
      day,
      branchName: branch.name,
      state: row ? decideDayState(row) : "waiting",
      records: row?.records ?? 0,
      refused: row?.refused ?? 0,
      dueAt: row?.dueAt?.toISOString() ?? null,
      at: row?.at?.toISOString() ?? null,
      tasks: tasks.map((task) => ({
        ...task,
        createdAt: task.createdAt.toISOString(),
        finishedAt: task.finishedAt?.toISOString() ?? null,
      })),
    };
  },
});
