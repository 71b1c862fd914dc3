import { createHash } from "node:crypto";
import { finishCarriedFile, saveCarriedFile } from "@/db/queries/flows/carried-files.ts";
import type { CarriedFile, StoredCarriedFile } from "./define-flow.ts";
import type { FlowAttempt } from "./flow-attempt.ts";
import { writeInAttempt } from "./write-in-attempt.ts";

/**
 * Streams a file into the store and lists it under the run. Made again, it takes the place of what
 * an earlier try left.
 */
export async function saveFile(
  attempt: FlowAttempt,
  file: CarriedFile,
): Promise<StoredCarriedFile> {
  const { engine, task } = attempt;
  const hash = createHash("sha256").update(file.name).digest("hex").slice(0, 32);
  const storageKey = `${task.organizationId}/tasks/${task.id}/${task.generation}-${hash}.zst`;
  const { bytes, sha256 } = await engine.store.put(storageKey, file.body, attempt.signal);
  const row = {
    organizationId: task.organizationId,
    taskId: task.id,
    integrationId: task.integrationId,
    generation: task.generation,
    name: file.name,
  };
  await writeInAttempt(attempt, (tx) =>
    saveCarriedFile(tx, {
      ...row,
      contentType: file.contentType,
      rows: 1,
      bytes,
      sha256,
      storageKey,
    }),
  );
  return {
    sha256,
    bytes,
    read: async () => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of engine.store.open(storageKey)) chunks.push(chunk);
      return Buffer.concat(chunks);
    },
    delivered: (receipt) =>
      writeInAttempt(attempt, (tx) => finishCarriedFile(tx, row, { receipt, at: engine.now() })),
  };
}
