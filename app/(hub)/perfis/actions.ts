"use server";

import { createProfile } from "@/lib/admin/profiles/create-profile.ts";
import { removeProfile } from "@/lib/admin/profiles/remove-profile.ts";
import { updateProfile } from "@/lib/admin/profiles/update-profile.ts";
import { defineAction } from "../../define-action.ts";

export const create = defineAction(createProfile);
export const update = defineAction(updateProfile);
export const remove = defineAction(removeProfile);
