import { z } from "zod";
import {
  countFilesOfTasks,
  findTaskForPerson,
  listRejections,
  readDeliveryTimes,
} from "@/db/queries/tasks/task-list.ts";
import type { TaskStatus } from "@/lib/core/status.ts";
import { defineUseCase, notFound } from "../define-use-case.ts";
import { operationLabels } from "./read-operations.ts";
import { type TaskRow, toTaskRow } from "./task-row.ts";

const SHOWN_REJECTIONS = 100;

/** A record that was refused, as the task's detail lists it. */
export interface RefusedRecord {
  id: number;
  recordKey: string;
  code: string;
  message: string;
  branch: string | null;
  day: string | null;
}

/** All that the detail of a task shows. */
export interface TaskDetail extends TaskRow {
  integrationId: number;
  origin: "schedule" | "person" | "partner";
  generation: number;
  attempt: number;
  startedAt: string | null;
  preparedAt: string | null;
  deliveredAt: string | null;
  confirmedAt: string | null;
  finishedAt: string | null;
  files: Record<TaskStatus, number>;
  rejections: { rows: RefusedRecord[]; total: number };
}

/** One task with its way through preparation, delivery and confirmation, and what was refused in it. */
export const readTask = defineUseCase({
  name: "read-task",
  permission: "view",
  input: z.object({ taskId: z.int().positive() }),
  async run({ input, tx, now }): Promise<TaskDetail> {
    const task = (await findTaskForPerson(tx, input.taskId)) ?? notFound("Tarefa não encontrada.");
    const counts = await countFilesOfTasks(tx, task.organizationId, [task.id]);
    const delivery = await readDeliveryTimes(tx, task.organizationId, task.id);
    const iso = (instant: Date | null) => instant?.toISOString() ?? null;
    return {
      ...toTaskRow(task, operationLabels(task.connectorId), counts.get(task.id), now),
      integrationId: task.integrationId,
      origin: task.origin,
      generation: task.generation,
      attempt: task.attempt,
      startedAt: iso(task.startedAt),
      preparedAt: iso(task.preparedAt),
      deliveredAt: iso(delivery.deliveredAt),
      confirmedAt: iso(delivery.confirmedAt),
      finishedAt: iso(task.finishedAt),
      files: delivery.count,
      rejections: await listRejections(
        tx,
        task.organizationId,
        task.id,
        task.generation,
        SHOWN_REJECTIONS,
      ),
    };
  },
});
