"use server";

import { applyPrices } from "@/lib/admin/prices/apply-prices.ts";
import { planPrices } from "@/lib/admin/prices/plan-prices.ts";
import { setMaxVariation } from "@/lib/admin/prices/set-max-variation.ts";
import { undoPrices } from "@/lib/admin/prices/undo-prices.ts";
import { requireActor } from "@/lib/auth/current-actor.ts";

export async function plan(input: Parameters<typeof planPrices>[1]) {
  return planPrices(await requireActor(), input);
}
export async function apply(input: Parameters<typeof applyPrices>[1]) {
  return applyPrices(await requireActor(), input);
}
export async function undo(input: Parameters<typeof undoPrices>[1]) {
  return undoPrices(await requireActor(), input);
}
export async function saveMaxVariation(input: Parameters<typeof setMaxVariation>[1]) {
  return setMaxVariation(await requireActor(), input);
}
