"use server";

import { createAccessLink } from "@/lib/admin/people/create-access-link.ts";
import { createPerson } from "@/lib/admin/people/create-person.ts";
import { setPersonActive } from "@/lib/admin/people/set-person-active.ts";
import { updatePerson } from "@/lib/admin/people/update-person.ts";
import { requireActor } from "@/lib/auth/current-actor.ts";

export async function create(input: Parameters<typeof createPerson>[1]) {
  return createPerson(await requireActor(), input);
}
export async function update(input: Parameters<typeof updatePerson>[1]) {
  return updatePerson(await requireActor(), input);
}
export async function setActive(input: Parameters<typeof setPersonActive>[1]) {
  return setPersonActive(await requireActor(), input);
}
export async function makeLink(input: Parameters<typeof createAccessLink>[1]) {
  return createAccessLink(await requireActor(), input);
}
