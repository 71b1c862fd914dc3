import { branches } from "@/db/schema/people.ts";
import { defineUseCase } from "../define-use-case.ts";
import { rowId } from "../people/person-fields.ts";
import { refuseDuplicate } from "../refuse-duplicate.ts";
import { BRANCH_DUPLICATES, branchFields, requireOrganization } from "./branch-input.ts";

/** Registers a branch of a client. */
export const createBranch = defineUseCase({
  name: "create-branch",
  permission: "organizations",
  input: branchFields.extend({ organizationId: rowId.nullable() }),
  async run({ actor, input, tx, audit }) {
    const organizationId = await requireOrganization(tx, actor, input.organizationId);
    const [row] = await refuseDuplicate(BRANCH_DUPLICATES, () =>
      tx
        .insert(branches)
        .values({ ...input, organizationId })
        .returning({ id: branches.id }),
    );
    if (!row) throw new Error("insert returned no row");
    await audit({
      organizationId,
      subjectType: "branch",
      subjectId: row.id,
      summary: `Filial “${input.name}” cadastrada`,
    });
    return row;
  },
});
