import { z } from "zod";
import { findArrivedBytes, findUpload } from "@/db/queries/movements/uploads.ts";
import type { UploadProgress } from "@/lib/core/upload-parts.ts";
import { defineUseCase, notFound } from "../define-use-case.ts";

/** Where an upload stands, so that a broken line goes on from there. */
export const readUpload = defineUseCase({
  name: "read-upload",
  permission: "movements",
  input: z.object({ importId: z.number().int().positive() }),
  async run({ input: { importId }, tx }): Promise<UploadProgress & { organizationId: number }> {
    const open = await findUpload(tx, importId);
    if (open)
      return {
        importId,
        organizationId: open.organizationId,
        received: open.received,
        done: false,
      };
    const arrived = await findArrivedBytes(tx, importId);
    if (!arrived) notFound("Este envio não está mais aberto. Envie o arquivo novamente.");
    return {
      importId,
      organizationId: arrived.organizationId,
      received: arrived.bytes,
      done: true,
    };
  },
});
