import { z } from "zod";
import { listTaskFiles as readFiles } from "@/db/queries/files/file-list.ts";
import { findTaskForPerson } from "@/db/queries/tasks/task-list.ts";
import { defineUseCase, notFound } from "../define-use-case.ts";
import { type FileRow, toFileRow } from "./file-row.ts";
import { withhold } from "./personal-data.ts";

/** How many files the window shows before one asks for more: the reference's seven. */
export const FIRST_FILES = 7;
const MORE_FILES = 100;

/** A stretch of a task's files, newest first. */
export interface TaskFiles {
  rows: FileRow[];
  total: number;
  /** There are files made before the last one of `rows`. */
  hasOlder: boolean;
}

/** "Arquivos gerados para a tarefa": the last 7, or those made before the file `before`. */
export const listTaskFiles = defineUseCase({
  name: "list-task-files",
  permission: "view",
  input: z.object({ taskId: z.int().positive(), before: z.int().positive().optional() }),
  async run({ actor, input, tx }): Promise<TaskFiles> {
    const task = (await findTaskForPerson(tx, input.taskId)) ?? notFound("Tarefa não encontrada.");
    const limit = input.before === undefined ? FIRST_FILES : MORE_FILES;
    const { rows, total } = await readFiles(tx, {
      organizationId: task.organizationId,
      taskId: task.id,
      before: input.before,
      limit: limit + 1,
    });
    const withheld = withhold(actor, task.connectorId, task.operation);
    return {
      rows: rows.slice(0, limit).map((file) => toFileRow(file, withheld)),
      total,
      hasOlder: rows.length > limit,
    };
  },
});
