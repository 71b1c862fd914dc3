"use server";

import { createBranch } from "@/lib/admin/branches/create-branch.ts";
import { importBranches } from "@/lib/admin/branches/import-branches.ts";
import { updateBranch } from "@/lib/admin/branches/update-branch.ts";
import { requireActor } from "@/lib/auth/current-actor.ts";

// The use-case's own schema decides what a state is; a browser may send any text.
type FromBrowser<Input extends { state: string }> = Omit<Input, "state"> & { state: string };

export async function create(input: FromBrowser<Parameters<typeof createBranch>[1]>) {
  return createBranch(await requireActor(), input);
}
export async function update(input: FromBrowser<Parameters<typeof updateBranch>[1]>) {
  return updateBranch(await requireActor(), input);
}
export async function importFile(input: Parameters<typeof importBranches>[1]) {
  return importBranches(await requireActor(), input);
}
