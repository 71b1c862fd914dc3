"use server";

import { releaseRestoreHold } from "@/lib/admin/restore/release-restore-hold.ts";
import { defineAction } from "../../define-action.ts";

export const release = defineAction(releaseRestoreHold);
