import { z } from "zod";
import {
  appendPart,
  countOpenImports,
  findUpload,
  recordUploaded,
} from "@/db/queries/movements/uploads.ts";
import type { UploadProgress } from "@/lib/core/upload-parts.ts";
import { enqueue } from "@/lib/engine/queue.ts";
import { groupOfImports, priorityOfImport, RUN_IMPORT } from "@/lib/engine/queues.ts";
import { defineUseCase, notFound, Refusal } from "../define-use-case.ts";

/**
 * A part is in the store: it becomes the file's next one. With the last the import and the job that
 * reads it begin to exist together.
 */
export const appendUpload = defineUseCase({
  name: "append-upload",
  permission: "movements",
  input: z.object({
    importId: z.number().int().positive(),
    offset: z.number().int().nonnegative(),
    storageKey: z.string().max(200),
    bytes: z.number().int().nonnegative(),
  }),
  async run({ input: { importId, ...part }, tx, audit }): Promise<UploadProgress> {
    const before = (await findUpload(tx, importId)) ?? notFound("Importação não encontrada.");
    const { organizationId } = before;
    // A key is the organization's own folder: nobody's file can be named by an import of somebody else.
    if (!part.storageKey.startsWith(`${organizationId}/imports/${importId}/`))
      notFound("Importação não encontrada.");
    const row = await appendPart(tx, importId, part);
    if (!row)
      throw new Refusal({
        kind: "conflict",
        message: "Esta parte do arquivo já chegou ou está fora de ordem.",
        offer: { received: before.received },
      });
    if (row.received < row.expected) return { importId, received: row.received, done: false };
    const ahead = await countOpenImports(tx, organizationId);
    await recordUploaded(tx, importId);
    const priority = priorityOfImport(ahead);
    await enqueue(
      tx,
      RUN_IMPORT,
      { organizationId, importId, priority },
      { group: groupOfImports({ organizationId }), priority },
    );
    await audit({
      organizationId,
      subjectType: "import",
      subjectId: importId,
      summary: row.dryRun
        ? `Pediu a conferência do arquivo ${row.name}`
        : `Importou o arquivo ${row.name}`,
    });
    return { importId, received: row.received, done: true };
  },
});
