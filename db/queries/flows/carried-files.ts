import { and, eq } from "drizzle-orm";
import type { Transaction } from "../../client.ts";
import { files } from "../../schema/tasks.ts";

interface FilePlace {
  organizationId: number;
  taskId: number;
  generation: number;
  name: string;
}

/** Lists a file under its run; one of the same name that is not delivered yet gives way to it. */
export async function saveCarriedFile(
  tx: Transaction,
  file: typeof files.$inferInsert,
): Promise<void> {
  const { bytes, sha256, contentType, storageKey } = file;
  await tx
    .insert(files)
    .values(file)
    .onConflictDoUpdate({
      target: [files.organizationId, files.taskId, files.generation, files.name],
      set: { bytes, sha256, contentType, storageKey },
    });
}

/** The partner has it. Said twice it stays as it was said first. */
export async function finishCarriedFile(
  tx: Transaction,
  place: FilePlace,
  { receipt, at }: { receipt: string | null; at: Date },
): Promise<void> {
  await tx
    .update(files)
    .set({ status: "done", receipt, deliveredAt: at, confirmedAt: at })
    .where(
      and(
        eq(files.organizationId, place.organizationId),
        eq(files.taskId, place.taskId),
        eq(files.generation, place.generation),
        eq(files.name, place.name),
        eq(files.status, "pending"),
      ),
    );
}
