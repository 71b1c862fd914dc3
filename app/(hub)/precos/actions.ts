"use server";

import { applyPrices } from "@/lib/admin/prices/apply-prices.ts";
import { planPrices } from "@/lib/admin/prices/plan-prices.ts";
import { setMaxVariation } from "@/lib/admin/prices/set-max-variation.ts";
import { undoPrices } from "@/lib/admin/prices/undo-prices.ts";
import { defineAction } from "../../define-action.ts";

export const plan = defineAction(planPrices);
export const apply = defineAction(applyPrices);
export const undo = defineAction(undoPrices);
export const saveMaxVariation = defineAction(setMaxVariation);
