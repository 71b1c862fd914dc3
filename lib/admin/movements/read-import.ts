import { z } from "zod";
import { countRefusalCodes, findImport } from "@/db/queries/movements/import-list.ts";
import { defineUseCase, notFound } from "../define-use-case.ts";
import { presentImport } from "./import-row.ts";

/** One import, with how often each reason occurs. */
export const readImport = defineUseCase({
  name: "read-import",
  permission: "movements",
  input: z.object({ importId: z.number().int().positive() }),
  async run({ input, tx }) {
    const row = (await findImport(tx, input.importId)) ?? notFound("Importação não encontrada.");
    return {
      ...presentImport(row),
      codes: await countRefusalCodes(tx, { organizationId: row.organizationId, importId: row.id }),
    };
  },
});
