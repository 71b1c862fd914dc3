import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { listBranchKeys } from "@/db/queries/people/branches.ts";
import { branches } from "@/db/schema/people.ts";
import { formatCnpj } from "@/lib/core/documents.ts";
import { defineUseCase } from "../define-use-case.ts";
import { rowId } from "../people/person-fields.ts";
import { refuseDuplicate } from "../refuse-duplicate.ts";
import { BRANCH_DUPLICATES, requireOrganization } from "./branch-input.ts";
import { MAX_BRANCH_FILE, readBranchFile } from "./read-branch-file.ts";
import { formatCount } from "@/lib/core/format-count.ts";

/** What became of a file of branches. */
export interface BranchImport {
  created: number;
  updated: number;
  refused: { line: number; sentence: string }[];
}

/**
 * Registers many branches from a CSV. A known code is updated; a row with a fault is refused with
 * its sentence and the rest is saved.
 */
export const importBranches = defineUseCase({
  name: "import-branches",
  permission: "organizations",
  input: z.object({
    organizationId: rowId.nullable(),
    text: z
      .string()
      .max(MAX_BRANCH_FILE, "O arquivo é grande demais. Envie no máximo 10.000 filiais por vez."),
  }),
  async run({ actor, input, tx, audit }): Promise<BranchImport> {
    const organizationId = await requireOrganization(tx, actor, input.organizationId);
    const known = await listBranchKeys(tx, organizationId);
    const byCode = new Map(known.map((branch) => [branch.code, branch]));
    const byCnpj = new Map(known.map((branch) => [branch.cnpj, branch.code]));
    const seen = new Map<string, number>();
    const result: BranchImport = { created: 0, updated: 0, refused: [] };
    for (const row of readBranchFile(input.text)) {
      if ("sentence" in row) {
        result.refused.push(row);
        continue;
      }
      const { line, branch } = row;
      const earlier = seen.get(branch.code);
      const owner = byCnpj.get(branch.cnpj);
      if (earlier !== undefined)
        result.refused.push({
          line,
          sentence: `O código ${branch.code} já apareceu na linha ${earlier}.`,
        });
      else if (owner !== undefined && owner !== branch.code)
        result.refused.push({
          line,
          sentence: `O CNPJ ${formatCnpj(branch.cnpj)} já é da filial de código ${owner}.`,
        });
      else {
        seen.set(branch.code, line);
        const existing = byCode.get(branch.code);
        await refuseDuplicate(BRANCH_DUPLICATES, async () => {
          if (existing)
            await tx
              .update(branches)
              .set(branch)
              .where(
                and(eq(branches.organizationId, organizationId), eq(branches.id, existing.id)),
              );
          else await tx.insert(branches).values({ ...branch, organizationId });
        });
        if (existing) byCnpj.delete(existing.cnpj);
        byCnpj.set(branch.cnpj, branch.code);
        result[existing ? "updated" : "created"] += 1;
      }
    }
    await audit({
      organizationId,
      subjectType: "branch",
      subjectId: "",
      summary: `Importação de filiais: ${formatCount(result.created, "cadastrada", "cadastradas")}, ${formatCount(result.updated, "alterada", "alteradas")}, ${formatCount(result.refused.length, "recusada", "recusadas")}`,
    });
    return result;
  },
});
