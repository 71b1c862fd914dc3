import { z } from "zod";
import {
  findFirstErrorOfTask,
  findFirstLineOfTask,
  type LogLine,
  readLogBounds,
  readLogRange,
} from "@/db/queries/logs/log-ranges.ts";
import { searchLog } from "@/db/queries/logs/log-search.ts";
import { findTaskForPerson } from "@/db/queries/tasks/task-list.ts";
import { defineUseCase, notFound } from "../define-use-case.ts";
import { requireIntegration } from "../tasks/read-operations.ts";
import { logFilterInput } from "./log-input.ts";

/** A log line as the viewer gets it. */
export interface LogRow extends Omit<LogLine, "at"> {
  at: string;
}

/** Lines, and the oldest and newest numbers there are (`first` > `last`: none). */
export interface LogRange {
  first: number;
  last: number;
  lines: LogRow[];
}

const toRow = (line: LogLine): LogRow => ({ ...line, at: line.at.toISOString() });

/** A stretch of an integration's log by number; without `from`, its end. */
export const readLogs = defineUseCase({
  name: "read-logs",
  permission: "logs",
  input: z.object({
    integrationId: z.int().positive(),
    from: z.int().min(0).optional(),
    count: z.int().min(0).max(1000),
  }),
  async run({ input, tx }): Promise<LogRange> {
    const scope = await requireIntegration(tx, input.integrationId);
    const bounds = await readLogBounds(tx, scope);
    const from = input.from ?? Math.max(bounds.first, bounds.last - input.count + 1);
    if (input.count === 0 || bounds.first > bounds.last || from > bounds.last)
      return { ...bounds, lines: [] };
    const lines = await readLogRange(tx, {
      organizationId: scope.organizationId,
      integrationId: scope.integrationId,
      from,
      count: input.count,
    });
    return { ...bounds, lines: lines.map(toRow) };
  },
});

/** Lines that match, a bounded stretch of the log a call; `nextCursor` goes on. */
export const searchLogs = defineUseCase({
  name: "search-logs",
  permission: "logs",
  input: logFilterInput.extend({
    before: z.int().min(0).optional(),
    after: z.int().min(0).optional(),
    limit: z.int().min(1).max(1000),
  }),
  async run({ input, tx }) {
    const { organizationId, integrationId } = await requireIntegration(tx, input.integrationId);
    const { text, levels, taskId, before, after, limit } = input;
    const found = await searchLog(tx, {
      organizationId,
      integrationId,
      text: text || undefined,
      levels: levels?.length ? levels : undefined,
      taskId,
      before,
      after,
      limit,
    });
    return { ...found, lines: found.lines.map(toRow) };
  },
});

/**
 * Where a task stands in the log: its first error when it failed, its first line otherwise; null
 * when it wrote none.
 */
export const findLogPlace = defineUseCase({
  name: "find-log-place",
  permission: "logs",
  input: z.object({ taskId: z.int().positive() }),
  async run({ input, tx }): Promise<{ integrationId: number; number: number | null }> {
    const task = (await findTaskForPerson(tx, input.taskId)) ?? notFound("Tarefa não encontrada.");
    const number =
      (task.status === "failed"
        ? await findFirstErrorOfTask(tx, task.organizationId, task.id)
        : null) ?? (await findFirstLineOfTask(tx, task.organizationId, task.id));
    return { integrationId: task.integrationId, number };
  },
});
