import { z } from "zod";
import {
  countFilesOfTasks,
  listTaskRequesters,
  listTasks as readTasks,
} from "@/db/queries/tasks/task-list.ts";
import type { GridPage } from "@/lib/core/grid.ts";
import { defineUseCase } from "../define-use-case.ts";
import { gridInput } from "../grid-input.ts";
import { operationLabels, requireIntegration } from "./read-operations.ts";
import { type TaskRow, toTaskRow } from "./task-row.ts";

/** One page of the tab "Tarefas". */
export const listTasks = defineUseCase({
  name: "list-tasks",
  permission: "view",
  input: z.object({ integrationId: z.int().positive(), query: gridInput<"tasks">() }),
  async run({ actor, input, tx, now }): Promise<GridPage<TaskRow>> {
    const { organizationId, integrationId, connectorId } = await requireIntegration(
      tx,
      input.integrationId,
    );
    const operations = operationLabels(connectorId);
    const page = await readTasks(tx, {
      organizationId,
      integrationId,
      query: input.query,
      timeZone: actor.timeZone,
      operations,
    });
    const counts = await countFilesOfTasks(
      tx,
      organizationId,
      page.rows.filter((row) => row.status === "pending").map((row) => row.id),
    );
    return {
      rows: page.rows.map((row) => toTaskRow(row, operations, counts.get(row.id), now)),
      total: page.total,
    };
  },
});

/** The choices of the list's filters. */
export const listTaskFilters = defineUseCase({
  name: "list-task-filters",
  permission: "view",
  input: z.object({ integrationId: z.int().positive() }),
  async run({ input, tx }) {
    const { organizationId, integrationId, connectorId, description } = await requireIntegration(
      tx,
      input.integrationId,
    );
    return {
      description,
      users: await listTaskRequesters(tx, organizationId, integrationId),
      operations: operationLabels(connectorId),
    };
  },
});
