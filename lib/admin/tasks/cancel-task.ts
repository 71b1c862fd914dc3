import { z } from "zod";
import { findTaskForPerson } from "@/db/queries/tasks/task-list.ts";
import { cancelTask as cancel } from "@/lib/engine/cancel-task.ts";
import { defineUseCase, notFound, Refusal } from "../define-use-case.ts";

/** "Cancelar tarefa": ends a pending task; what the partner already accepted stays. */
export const cancelTask = defineUseCase({
  name: "cancel-task",
  permission: "reprocess",
  input: z.object({ taskId: z.int().positive() }),
  async run({ actor, input, tx, audit }) {
    const task = (await findTaskForPerson(tx, input.taskId)) ?? notFound("Tarefa não encontrada.");
    const result = await cancel(tx, {
      organizationId: task.organizationId,
      taskId: task.id,
      cancelledBy: actor.name,
    });
    if (result === "missing") notFound("Tarefa não encontrada.");
    if (result === "not_pending")
      throw new Refusal({
        kind: "refused",
        message: `A tarefa ${task.id} não está mais pendente e não pode ser cancelada.`,
      });
    await audit({
      organizationId: task.organizationId,
      subjectType: "task",
      subjectId: task.id,
      summary: `Cancelamento da tarefa ${task.id} de ${task.description}`,
    });
    return { taskId: task.id };
  },
});
