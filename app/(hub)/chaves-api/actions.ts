"use server";

import { createApiKey } from "@/lib/admin/api-keys/create-api-key.ts";
import { revokeApiKey } from "@/lib/admin/api-keys/revoke-api-key.ts";
import { defineAction } from "../../define-action.ts";

export const create = defineAction(createApiKey);
export const revoke = defineAction(revokeApiKey);
