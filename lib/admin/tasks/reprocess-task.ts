import { z } from "zod";
import { findTaskForPerson } from "@/db/queries/tasks/task-list.ts";
import { reprocessTask as reopen } from "@/lib/engine/reprocess-task.ts";
import { findConnector } from "@/lib/registry.ts";
import { defineUseCase, notFound, Refusal } from "../define-use-case.ts";
import { overlapSentence } from "./run-sentences.ts";

/** "Reprocessar tarefa": makes the files of a failed task anew, leaving those that were accepted. */
export const reprocessTask = defineUseCase({
  name: "reprocess-task",
  permission: "reprocess",
  input: z.object({ taskId: z.int().positive() }),
  async run({ input, tx, audit }) {
    const task = (await findTaskForPerson(tx, input.taskId)) ?? notFound("Tarefa não encontrada.");
    if (!findConnector(task.connectorId)?.operations[task.operation]) {
      throw new Refusal({
        kind: "refused",
        message: `O tipo ${task.connectorName} não está mais disponível no Enlace. Fale com o suporte.`,
      });
    }
    if (!task.integrationActive && task.status === "failed") {
      throw new Refusal({
        kind: "refused",
        message: "A integração está inativa. Ative-a no cadastro antes de reprocessar a tarefa.",
      });
    }
    const result = await reopen(tx, { organizationId: task.organizationId, taskId: task.id });
    if (result === "missing") notFound("Tarefa não encontrada.");
    if (result === "already_pending") {
      throw new Refusal({
        kind: "conflict",
        message: `Já existe uma solicitação de processamento para a tarefa ${task.id}.`,
        offer: { code: "already_pending" },
      });
    }
    if (result === "not_failed") {
      throw new Refusal({
        kind: "refused",
        message: `A tarefa ${task.id} não está em “Falha no envio”. Só tarefas com falha podem ser reprocessadas.`,
      });
    }
    if (result !== "requested") {
      throw new Refusal({
        kind: "conflict",
        message: overlapSentence(result.conflictWith),
        offer: { code: "overlap", taskId: result.conflictWith },
      });
    }
    await audit({
      organizationId: task.organizationId,
      subjectType: "task",
      subjectId: task.id,
      summary: `Reprocessamento da tarefa ${task.id} de ${task.description}`,
    });
    return { taskId: task.id };
  },
});
