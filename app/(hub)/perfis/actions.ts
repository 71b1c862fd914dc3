"use server";

import { createProfile } from "@/lib/admin/profiles/create-profile.ts";
import { removeProfile } from "@/lib/admin/profiles/remove-profile.ts";
import { updateProfile } from "@/lib/admin/profiles/update-profile.ts";
import { requireActor } from "@/lib/auth/current-actor.ts";

export async function create(input: Parameters<typeof createProfile>[1]) {
  return createProfile(await requireActor(), input);
}
export async function update(input: Parameters<typeof updateProfile>[1]) {
  return updateProfile(await requireActor(), input);
}
export async function remove(input: Parameters<typeof removeProfile>[1]) {
  return removeProfile(await requireActor(), input);
}
