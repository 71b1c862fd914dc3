import { and, eq } from "drizzle-orm";
import { findBranch } from "@/db/queries/people/branches.ts";
import { branches } from "@/db/schema/people.ts";
import { defineUseCase, notFound } from "../define-use-case.ts";
import { rowId } from "../people/person-fields.ts";
import { refuseDuplicate } from "../refuse-duplicate.ts";
import { BRANCH_DUPLICATES, branchFields } from "./branch-input.ts";

/** Changes a branch; its client stays. */
export const updateBranch = defineUseCase({
  name: "update-branch",
  permission: "organizations",
  input: branchFields.extend({ id: rowId }),
  async run({ input, tx, audit }) {
    const { id, ...values } = input;
    const before = (await findBranch(tx, id)) ?? notFound("Filial não encontrada.");
    await refuseDuplicate(BRANCH_DUPLICATES, () =>
      tx
        .update(branches)
        .set(values)
        .where(and(eq(branches.organizationId, before.organizationId), eq(branches.id, id))),
    );
    const keys = Object.keys(values) as (keyof typeof values)[];
    const changes = Object.fromEntries(
      keys
        .filter((key) => before[key] !== values[key])
        .map((key) => [key, { from: before[key], to: values[key] }]),
    );
    await audit({
      organizationId: before.organizationId,
      subjectType: "branch",
      subjectId: id,
      summary: `Filial “${values.name}” alterada`,
      changes,
    });
    return { id };
  },
});
