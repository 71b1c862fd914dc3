"use server";

import { createBranch } from "@/lib/admin/branches/create-branch.ts";
import { importBranches } from "@/lib/admin/branches/import-branches.ts";
import { updateBranch } from "@/lib/admin/branches/update-branch.ts";
import { defineAction } from "../../define-action.ts";

// The use-case's own schema decides what a state is; a browser may send any text.
type FromBrowser<Input extends { state: string }> = Omit<Input, "state"> & { state: string };

export const create = defineAction(
  (actor, input: FromBrowser<Parameters<typeof createBranch>[1]>) => createBranch(actor, input),
);
export const update = defineAction(
  (actor, input: FromBrowser<Parameters<typeof updateBranch>[1]>) => updateBranch(actor, input),
);
export const importFile = defineAction(importBranches);
