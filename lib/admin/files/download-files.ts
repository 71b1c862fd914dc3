import { z } from "zod";
import { findFileForPerson, listStoredFiles } from "@/db/queries/files/file-list.ts";
import { findTaskForPerson } from "@/db/queries/tasks/task-list.ts";
import { formatDay } from "@/lib/core/period.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { defineUseCase, notFound, Refusal } from "../define-use-case.ts";
import { withhold } from "./personal-data.ts";

/** What a download streams. `archive` is the zip's own name, without personal data. */
export interface Download {
  archive: string;
  entries: Array<{ name: string; storageKey: string; at: Date }>;
}

const MAX_FILES = 50_000;

/** Authorizes and records the download of one file. */
export const downloadFile = defineUseCase({
  name: "download-file",
  permission: "download",
  input: z.object({ fileId: z.int().positive() }),
  async run({ actor, input, tx, audit }): Promise<Download> {
    const file = (await findFileForPerson(tx, input.fileId)) ?? notFound("Arquivo não encontrado.");
    refuseWithheld(withhold(actor, file.connectorId, file.operation));
    if (file.removedAt)
      throw new Refusal({
        kind: "refused",
        message: `O conteúdo deste arquivo foi removido pela retenção em ${formatDay(file.removedAt.toISOString().slice(0, 10))}.`,
      });
    await audit({
      organizationId: file.organizationId,
      subjectType: "file",
      subjectId: file.id,
      summary: `Download de ${file.name} da tarefa ${file.taskId} de ${file.description}`,
    });
    return {
      archive: `${file.connectorId}-tarefa-${file.taskId}-${withoutExtension(file.name)}`,
      entries: [{ name: file.name, storageKey: file.storageKey, at: file.createdAt }],
    };
  },
});

/** Authorizes and records the download of all the files a task made last ("Baixar todos"). */
export const downloadTaskFiles = defineUseCase({
  name: "download-task-files",
  permission: "download",
  input: z.object({ taskId: z.int().positive() }),
  async run({ actor, input, tx, audit }): Promise<Download> {
    const task = (await findTaskForPerson(tx, input.taskId)) ?? notFound("Tarefa não encontrada.");
    refuseWithheld(withhold(actor, task.connectorId, task.operation));
    const files = await listStoredFiles(tx, {
      organizationId: task.organizationId,
      taskId: task.id,
      after: 0,
      limit: MAX_FILES,
    });
    if (files.length === 0)
      throw new Refusal({ kind: "refused", message: "A tarefa não tem arquivos para baixar." });
    await audit({
      organizationId: task.organizationId,
      subjectType: "task",
      subjectId: task.id,
      summary: `Download de ${formatCount(files.length, "arquivo", "arquivos")} da tarefa ${task.id} de ${task.description}`,
    });
    return {
      archive: `${task.connectorId}-tarefa-${task.id}-arquivos`,
      entries: files.map((file) => ({
        name: file.name,
        storageKey: file.storageKey,
        at: file.createdAt,
      })),
    };
  },
});

function refuseWithheld(reason: string | null): void {
  if (reason !== null) throw new Refusal({ kind: "forbidden", message: reason });
}

function withoutExtension(name: string): string {
  return name.replace(/\.[^.]{1,8}$/, "");
}
