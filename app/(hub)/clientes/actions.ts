"use server";

import { createOrganization } from "@/lib/admin/organizations/create-organization.ts";
import { updateOrganization } from "@/lib/admin/organizations/update-organization.ts";
import { requireActor } from "@/lib/auth/current-actor.ts";

export async function create(input: Parameters<typeof createOrganization>[1]) {
  return createOrganization(await requireActor(), input);
}
export async function update(input: Parameters<typeof updateOrganization>[1]) {
  return updateOrganization(await requireActor(), input);
}
