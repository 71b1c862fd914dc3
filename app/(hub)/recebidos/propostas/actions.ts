"use server";

import { decideProposals } from "@/lib/admin/proposals/decide-proposals.ts";
import { defineAction } from "../../../define-action.ts";

export const decide = defineAction(decideProposals);
