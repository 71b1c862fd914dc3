import { z } from "zod";
import {
  countRefusalCodes,
  findImport,
  readImportSums,
  readRefusedHead,
} from "@/db/queries/movements/import-list.ts";
import { defineUseCase, notFound } from "../define-use-case.ts";
import { presentImport } from "./import-row.ts";

/** One import, with how often each reason occurs. */
export const readImport = defineUseCase({
  name: "read-import",
  permission: "movements",
  input: z.object({ importId: z.number().int().positive() }),
  async run({ input, tx }) {
    const row = (await findImport(tx, input.importId)) ?? notFound("Importação não encontrada.");
    const scope = { organizationId: row.organizationId, importId: row.id };
    return {
      ...presentImport(row),
      codes: await countRefusalCodes(tx, scope),
      sums: row.dryRun ? await readImportSums(tx, scope) : [],
      /** Whether refused lines are there to be corrected and sent again. */
      correctable: (await readRefusedHead(tx, scope)) !== "",
    };
  },
});
