import { createHash } from "node:crypto";
import { z } from "zod";
import type { Transaction } from "@/db/client.ts";
import { listPriceLines, type PriceLine } from "@/db/queries/prices/price-applications.ts";
import {
  findChosenSuggestions,
  type SuggestionRow,
  type SuggestionScope,
} from "@/db/queries/prices/price-suggestions.ts";
import { can } from "@/lib/core/permissions.ts";
import {
  PRICE_VERDICT_WORDS,
  PRICE_VERDICTS,
  type PriceVerdict,
} from "@/lib/core/price-verdict.ts";
import { defineUseCase } from "../define-use-case.ts";
import { chosenInput, openScope, scopeInput } from "./price-input.ts";

/** What applying would do, in numbers, before anybody agrees to it. */
export interface PricePlan {
  zoneName: string;
  products: number;
  prices: number;
  branches: number;
  up: number;
  down: number;
  /** Chosen, and left out: verdict → products. */
  leftOut: Partial<Record<PriceVerdict, number>>;
  /** Products beyond a limit that are in the plan. */
  outside: number;
  /** Products beyond a limit that an explicit choice would add; 0 when the person may not choose so. */
  couldAdd: number;
  /** Names exactly these changes of exactly these prices: an application of anything else is refused. */
  fingerprint: string;
}

/** What a plan or an application starts from. */
export const planInput = z.object({
  ...scopeInput,
  chosen: chosenInput,
  beyondLimits: z.boolean().default(false),
});

/** The changes of a plan: judged now, in the branches of now. */
export async function makePlan(
  tx: Transaction,
  scope: SuggestionScope,
  input: Pick<z.output<typeof planInput>, "chosen" | "beyondLimits">,
  options: { lock?: boolean } = {},
): Promise<{
  taken: SuggestionRow[];
  leftOut: Partial<Record<PriceVerdict, number>>;
  lines: PriceLine[];
  fingerprint: string;
}> {
  const all = await findChosenSuggestions(tx, scope, input.chosen);
  const leftOut: Partial<Record<PriceVerdict, number>> = {};
  const taken = all.filter(({ verdict }) => {
    const { never, beyond } = PRICE_VERDICT_WORDS[verdict];
    const take = !never && (!beyond || input.beyondLimits);
    if (!take) leftOut[verdict] = (leftOut[verdict] ?? 0) + 1;
    return take;
  });
  const lines = await listPriceLines(
    tx,
    scope,
    new Map(taken.map(({ code, suggestedCents }) => [code, suggestedCents])),
    options,
  );
  const fingerprint = createHash("sha256")
    .update(
      JSON.stringify(
        lines.map(({ branchId, productCode, previousCents, newCents }) => [
          branchId,
          productCode,
          previousCents,
          newCents,
        ]),
      ),
    )
    .digest("hex");
  return { taken, leftOut, lines, fingerprint };
}

/** What would be applied; nothing is changed. */
export const planPrices = defineUseCase({
  name: "plan-prices",
  permission: "prices",
  input: planInput,
  async run({ actor, input, tx, now }): Promise<PricePlan> {
    const { scope, zone } = await openScope(tx, { actor, now }, input);
    const mayGoBeyond = can(actor, "pricesBeyondLimits");
    const plan = await makePlan(tx, scope, {
      ...input,
      beyondLimits: input.beyondLimits && mayGoBeyond,
    });
    const isDown = (line: PriceLine) =>
      line.previousCents !== null && line.newCents < line.previousCents;
    return {
      zoneName: zone.name,
      products: new Set(plan.lines.map(({ productCode }) => productCode)).size,
      prices: plan.lines.length,
      branches: new Set(plan.lines.map(({ branchId }) => branchId)).size,
      up: plan.lines.filter((line) => !isDown(line)).length,
      down: plan.lines.filter(isDown).length,
      leftOut: plan.leftOut,
      outside: plan.taken.filter(({ verdict }) => PRICE_VERDICT_WORDS[verdict].beyond).length,
      couldAdd: mayGoBeyond
        ? PRICE_VERDICTS.filter((verdict) => PRICE_VERDICT_WORDS[verdict].beyond).reduce(
            (sum, verdict) => sum + (plan.leftOut[verdict] ?? 0),
            0,
          )
        : 0,
      fingerprint: plan.fingerprint,
    };
  },
});
