import { z } from "zod";
import { recordUploaded } from "@/db/queries/movements/import-list.ts";
import { enqueue } from "@/lib/engine/queue.ts";
import { RUN_IMPORT } from "@/lib/engine/queues.ts";
import { defineUseCase, notFound } from "../define-use-case.ts";

/** The file has arrived whole: its import and the job that reads it begin to exist together. */
export const finishUpload = defineUseCase({
  name: "finish-upload",
  permission: "movements",
  input: z.object({
    importId: z.number().int().positive(),
    storageKey: z.string().max(200),
    bytes: z.number().int().nonnegative(),
  }),
  async run({ input: { importId, storageKey, bytes }, tx, audit }) {
    const row =
      (await recordUploaded(tx, importId, { storageKey, bytes })) ??
      notFound("Importação não encontrada.");
    // A key is the organization's own folder: nobody's file can be named by an import of somebody else.
    if (!storageKey.startsWith(`${row.organizationId}/imports/${importId}/`))
      notFound("Importação não encontrada.");
    await enqueue(
      tx,
      RUN_IMPORT,
      { organizationId: row.organizationId, importId },
      { group: `imports:${row.organizationId}` },
    );
    await audit({
      organizationId: row.organizationId,
      subjectType: "import",
      subjectId: importId,
      summary: `Importou o arquivo ${row.name}`,
    });
    return { importId };
  },
});
