"use server";

import { createAccessLink } from "@/lib/admin/people/create-access-link.ts";
import { createPerson } from "@/lib/admin/people/create-person.ts";
import { setPersonActive } from "@/lib/admin/people/set-person-active.ts";
import { updatePerson } from "@/lib/admin/people/update-person.ts";
import { defineAction } from "../../define-action.ts";

export const create = defineAction(createPerson);
export const update = defineAction(updatePerson);
export const setActive = defineAction(setPersonActive);
export const makeLink = defineAction(createAccessLink);
