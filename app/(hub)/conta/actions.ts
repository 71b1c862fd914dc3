"use server";

import { changeOwnPassword } from "@/lib/admin/account/change-own-password.ts";
import { endOtherOwnSessions, endOwnSession } from "@/lib/admin/account/end-own-session.ts";
import { renameSelf } from "@/lib/admin/account/rename-self.ts";
import { requireActor } from "@/lib/auth/current-actor.ts";

export async function changePassword(input: Parameters<typeof changeOwnPassword>[1]) {
  return changeOwnPassword(await requireActor(), input);
}
export async function rename(input: Parameters<typeof renameSelf>[1]) {
  return renameSelf(await requireActor(), input);
}
export async function endSession(input: Parameters<typeof endOwnSession>[1]) {
  return endOwnSession(await requireActor(), input);
}
export async function endOtherSessions() {
  return endOtherOwnSessions(await requireActor(), {});
}
