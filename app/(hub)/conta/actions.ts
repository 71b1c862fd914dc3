"use server";

import { changeOwnPassword } from "@/lib/admin/account/change-own-password.ts";
import { endOtherOwnSessions, endOwnSession } from "@/lib/admin/account/end-own-session.ts";
import { renameSelf } from "@/lib/admin/account/rename-self.ts";
import { defineAction } from "../../define-action.ts";

export const changePassword = defineAction(changeOwnPassword);
export const rename = defineAction(renameSelf);
export const endSession = defineAction(endOwnSession);
export const endOtherSessions = defineAction((actor) => endOtherOwnSessions(actor, {}));
