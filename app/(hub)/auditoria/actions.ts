"use server";

import { verifyAuditChain } from "@/lib/admin/audit/verify-audit-chain.ts";
import { defineAction } from "../../define-action.ts";

export const verify = defineAction((actor) => verifyAuditChain(actor, {}));
