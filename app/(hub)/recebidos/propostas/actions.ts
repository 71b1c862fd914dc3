"use server";

import { decideProposals } from "@/lib/admin/proposals/decide-proposals.ts";
import { requireActor } from "@/lib/auth/current-actor.ts";

export async function decide(input: Parameters<typeof decideProposals>[1]) {
  return decideProposals(await requireActor(), input);
}
