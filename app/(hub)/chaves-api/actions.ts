"use server";

import { createApiKey } from "@/lib/admin/api-keys/create-api-key.ts";
import { revokeApiKey } from "@/lib/admin/api-keys/revoke-api-key.ts";
import { requireActor } from "@/lib/auth/current-actor.ts";

export async function create(input: Parameters<typeof createApiKey>[1]) {
  return createApiKey(await requireActor(), input);
}
export async function revoke(input: Parameters<typeof revokeApiKey>[1]) {
  return revokeApiKey(await requireActor(), input);
}
