import { createHash } from "node:crypto";
import { insertFile, listFileNames, listPreparedRejections } from "@/db/queries/files/files.ts";
import { recordCoveredDays, recordTaskDays } from "@/db/queries/tasks/task-days.ts";
import { updateTask } from "@/db/queries/tasks/tasks.ts";
import type { PreparedFile } from "@/lib/connectors/define.ts";
import { type Attempt, inFence, throwIfStopped } from "./attempt.ts";
import { hasDays } from "@/lib/core/due-day.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { saveRefused } from "./save-refused.ts";

/**
 * Streams what the connector makes into the store, one file after the other; each is a checkpoint. A file
 * that an earlier attempt stored, or that the partner already accepted, is not even read.
 */
export async function prepareFiles(attempt: Attempt): Promise<void> {
  const { engine, task, operation, ctx, log } = attempt;
  if (task.preparedAt || !operation.prepare) return;
  const { db } = engine.database;
  const { skip, uncertain } = await listFileNames(
    db,
    task.organizationId,
    task.id,
    task.generation,
  );
  const known = await listPreparedRejections(db, task.organizationId, task.id, task.generation);
  const yielded = new Set<string>();
  for await (const file of operation.prepare(ctx)) {
    throwIfStopped(attempt);
    // Silently keeping the first of two would lose the other's records.
    if (yielded.has(file.name)) throw new Error("the connector made two files of one name");
    yielded.add(file.name);
    if (skip.has(file.name)) continue;
    await storeFile(attempt, file, uncertain.has(file.name), known);
  }
  throwIfStopped(attempt);
  await inFence(attempt, async (tx) => {
    await saveRefused(tx, attempt, known);
    await recordTaskDays(tx, task, attempt.reads.drain());
    // One till's records are not the day.
    if (hasDays(operation) && task.parameters.register === undefined)
      await recordCoveredDays(
        tx,
        task,
        ctx.branches.map(({ id }) => id),
      );
    await updateTask(tx, task, { preparedAt: engine.now() });
  });
  if (yielded.size === 0) log.write("info", "Nenhum movimento no período.");
}

async function storeFile(
  attempt: Attempt,
  file: PreparedFile,
  uncertain: boolean,
  known: Set<string>,
): Promise<void> {
  const { engine, task, log } = attempt;
  const storageKey = keyOf(attempt, file.name);
  const stored = await engine.store.put(storageKey, stoppable(attempt, file.body), attempt.signal);
  const rows = file.rows();
  await inFence(attempt, async (tx) => {
    await insertFile(tx, {
      organizationId: task.organizationId,
      taskId: task.id,
      integrationId: task.integrationId,
      generation: task.generation,
      name: file.name,
      contentType: file.contentType,
      branchId: file.branchId ?? null,
      day: file.day ?? null,
      rows,
      bytes: stored.bytes,
      sha256: stored.sha256,
      storageKey,
      records: file.records ?? null,
      // Its forerunner may have reached the partner: the delivery looks before it sends.
      deliveringSince: uncertain ? engine.now() : null,
    });
    await saveRefused(tx, attempt, known);
    await recordTaskDays(tx, task, attempt.reads.drain());
  });
  log.write(
    "info",
    `Arquivo ${file.name} gerado: ${formatCount(rows, "registro", "registros")}, ${stored.bytes.toLocaleString("pt-BR")} bytes.`,
  );
}

/** Made again after a crash, the file takes the place of what the crash left behind. */
function keyOf({ task }: Attempt, name: string): string {
  const hash = createHash("sha256").update(name).digest("hex").slice(0, 32);
  return `${task.organizationId}/tasks/${task.id}/${task.generation}-${hash}.zst`;
}

async function* stoppable(
  attempt: Attempt,
  body: PreparedFile["body"],
): AsyncGenerator<string | Uint8Array> {
  for await (const chunk of body) {
    throwIfStopped(attempt);
    yield chunk;
  }
}
