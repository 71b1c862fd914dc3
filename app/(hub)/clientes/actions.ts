"use server";

import { createOrganization } from "@/lib/admin/organizations/create-organization.ts";
import { updateOrganization } from "@/lib/admin/organizations/update-organization.ts";
import { defineAction } from "../../define-action.ts";

export const create = defineAction(createOrganization);
export const update = defineAction(updateOrganization);
