import { z } from "zod";
import { endImport, findImport } from "@/db/queries/movements/import-list.ts";
import { defineUseCase, notFound, Refusal } from "../define-use-case.ts";

/** Stops an import. What it wrote stays; what it is writing now is rolled back. */
export const cancelImport = defineUseCase({
  name: "cancel-import",
  permission: "movements",
  input: z.object({ importId: z.number().int().positive() }),
  async run({ actor, input: { importId }, tx, audit }) {
    const row = await endImport(
      tx,
      importId,
      `Cancelada por ${actor.name}. Os dados já lidos foram mantidos.`,
    );
    if (!row) {
      if (!(await findImport(tx, importId))) notFound("Importação não encontrada.");
      throw new Refusal({ kind: "conflict", message: "Esta importação já terminou." });
    }
    await audit({
      organizationId: row.organizationId,
      subjectType: "import",
      subjectId: importId,
      summary: `Cancelou a importação do arquivo ${row.name}`,
    });
    return { importId };
  },
});
