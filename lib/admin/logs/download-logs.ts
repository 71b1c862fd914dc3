import { currentDatabase } from "@/db/current-database.ts";
import { type LogFilter, type LogScope, streamLog } from "@/db/queries/logs/log-ranges.ts";
import { formatInstant } from "@/lib/core/period.ts";
import { defineUseCase } from "../define-use-case.ts";
import { requireIntegration } from "../tasks/read-operations.ts";
import { logFilterInput } from "./log-input.ts";

/** Which lines a download holds, under which name. */
export interface LogDownload extends LogScope, LogFilter {
  name: string;
  timeZone: string;
}

/** Authorizes and records the download of a log: all of it, a task's part, or what a search found. */
export const downloadLogs = defineUseCase({
  name: "download-logs",
  permission: "logs",
  input: logFilterInput,
  async run({ actor, input, tx, audit }): Promise<LogDownload> {
    const { organizationId, integrationId, connectorId, description } = await requireIntegration(
      tx,
      input.integrationId,
    );
    const part = input.taskId ? ` da tarefa ${input.taskId}` : "";
    await audit({
      organizationId,
      subjectType: "integration",
      subjectId: integrationId,
      summary: `Download dos logs${part} de ${description}`,
    });
    return {
      organizationId,
      integrationId,
      text: input.text || undefined,
      levels: input.levels?.length ? input.levels : undefined,
      taskId: input.taskId,
      name: `${connectorId}-integracao-${integrationId}${input.taskId ? `-tarefa-${input.taskId}` : ""}-logs`,
      timeZone: actor.timeZone,
    };
  },
});

/** The authorized lines as text, one a line, a stretch at a time. */
export async function* writeLogText({
  name: _name,
  timeZone,
  ...scope
}: LogDownload): AsyncGenerator<string> {
  let stretch = "";
  for await (const line of streamLog(currentDatabase().db, scope)) {
    stretch += `${line.number}\t${formatInstant(line.at, timeZone)}\t${line.level.toUpperCase()}\t${line.taskId ? `tarefa ${line.taskId}` : "-"}\t${line.text}\n`;
    if (stretch.length < 65_536) continue;
    yield stretch;
    stretch = "";
  }
  if (stretch) yield stretch;
}
