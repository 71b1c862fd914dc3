"use server";

import { verifyAuditChain } from "@/lib/admin/audit/verify-audit-chain.ts";
import { requireActor } from "@/lib/auth/current-actor.ts";

export async function verify() {
  return verifyAuditChain(await requireActor(), {});
}
