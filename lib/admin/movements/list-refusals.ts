import { z } from "zod";
import { findImport, listRefusals as readRefusals } from "@/db/queries/movements/import-list.ts";
import { defineUseCase, notFound } from "../define-use-case.ts";
import { gridInput } from "../grid-input.ts";

/** One page of what an import did not take, and why. */
export const listRefusals = defineUseCase({
  name: "list-refusals",
  permission: "movements",
  input: z.object({ importId: z.number().int().positive(), query: gridInput<"refusals">() }),
  async run({ input, tx }) {
    const found = (await findImport(tx, input.importId)) ?? notFound("Importação não encontrada.");
    return readRefusals(
      tx,
      { organizationId: found.organizationId, importId: found.id },
      input.query,
    );
  },
});
