import type { Transaction } from "@/db/client.ts";
import { insertRejections } from "@/db/queries/files/files.ts";
import type { Attempt } from "./attempt.ts";

/**
 * Writes down what the connector refused since the last time. Work that starts again refuses the
 * same records again: `known` keeps each once.
 */
export async function saveRefused(
  tx: Transaction,
  { task, refused }: Pick<Attempt, "task" | "refused">,
  known: Set<string>,
): Promise<void> {
  const fresh = refused.filter(({ key, code }) => {
    const identity = `${key}\u0000${code}`;
    return known.has(identity) ? false : known.add(identity);
  });
  refused.length = 0;
  if (fresh.length > 0)
    await insertRejections(
      tx,
      {
        organizationId: task.organizationId,
        taskId: task.id,
        generation: task.generation,
        fileId: null,
      },
      fresh,
    );
}
