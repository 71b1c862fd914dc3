import { pageBranches } from "@/db/queries/people/branches.ts";
import { defineUseCase } from "../define-use-case.ts";
import { gridInput } from "../grid-input.ts";
import { rowId } from "../people/person-fields.ts";

/** One page of the screen "Filiais". */
export const listBranches = defineUseCase({
  name: "list-branches",
  permission: "organizations",
  input: gridInput<"branches">().extend({ organizationId: rowId.nullable().default(null) }),
  async run({ actor, input, tx }) {
    const { organizationId, ...query } = input;
    const page = await pageBranches(tx, query, actor.organizationId ?? organizationId);
    return { total: page.total, rows: page.rows };
  },
});
