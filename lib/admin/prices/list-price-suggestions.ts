import { z } from "zod";
import { countKeysWithRight } from "@/db/queries/people/api-keys.ts";
import { readMaxVariation } from "@/db/queries/prices/price-applications.ts";
import {
  countSuggestionVerdicts,
  listPriceSuggestions as readSuggestions,
  listZoneChoices,
  type SuggestionRow,
  type ZoneChoice,
} from "@/db/queries/prices/price-suggestions.ts";
import { FEED_RIGHT } from "@/lib/core/api-rights.ts";
import type { GridPage } from "@/lib/core/grid.ts";
import type { PriceVerdict } from "@/lib/core/price-verdict.ts";
import { defineUseCase } from "../define-use-case.ts";
import { gridInput } from "../grid-input.ts";
import { chooseOrganization } from "../movements/choose-organization.ts";
import { openScope, scopeInput } from "./price-input.ts";

export type { SuggestionRow, ZoneChoice };

/** One page of "Alteração de Preço/Oferta": suggestions beside what the products cost today. */
export const listPriceSuggestions = defineUseCase({
  name: "list-price-suggestions",
  permission: "prices",
  input: z.object({ ...scopeInput, query: gridInput<"priceSuggestions">() }),
  async run({ actor, input, tx, now }): Promise<GridPage<SuggestionRow>> {
    const { scope } = await openScope(tx, { actor, now }, input);
    return readSuggestions(tx, scope, input.query);
  },
});

/** How the suggestions of a period stand in all, for the head of the page. */
export const countPriceSuggestions = defineUseCase({
  name: "count-price-suggestions",
  permission: "prices",
  input: z.object(scopeInput),
  async run({ actor, input, tx, now }): Promise<Partial<Record<PriceVerdict, number>>> {
    const { scope } = await openScope(tx, { actor, now }, input);
    return Object.fromEntries(await countSuggestionVerdicts(tx, scope));
  },
});

/**
 * What the area needs before a zone is chosen: the zones, the client's limit of variation, and how
 * many working keys of an ERP may fetch what is applied.
 */
export const readPriceArea = defineUseCase({
  name: "read-price-area",
  permission: "prices",
  input: z.object({ organizationId: z.int().positive().nullable().default(null) }),
  async run({
    actor,
    input,
    tx,
  }): Promise<{ zones: ZoneChoice[]; maxVariationPercent: number; erpKeys: number }> {
    const organizationId = await chooseOrganization(tx, actor, input.organizationId);
    return {
      zones: await listZoneChoices(tx, organizationId),
      maxVariationPercent: await readMaxVariation(tx, organizationId),
      erpKeys: await countKeysWithRight(tx, organizationId, FEED_RIGHT.prices),
    };
  },
});
