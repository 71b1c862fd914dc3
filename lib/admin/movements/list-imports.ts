import { z } from "zod";
import { listImports as readImports } from "@/db/queries/movements/import-list.ts";
import { defineUseCase } from "../define-use-case.ts";
import { gridInput } from "../grid-input.ts";
import { presentImport } from "./import-row.ts";

/** One page of the tab "Importações". */
export const listImports = defineUseCase({
  name: "list-imports",
  permission: "movements",
  input: z.object({
    query: gridInput<"imports">(),
    organizationId: z.number().int().positive().nullable().default(null),
  }),
  async run({ actor, input, tx }) {
    const page = await readImports(tx, actor.organizationId ?? input.organizationId, input.query);
    return { total: page.total, rows: page.rows.map(presentImport) };
  },
});
