import { z } from "zod";
import { findOrganization } from "@/db/queries/people/organizations.ts";
import { readMaxVariation } from "@/db/queries/prices/price-applications.ts";
import {
  listZoneChoices,
  type SuggestionScope,
  type ZoneChoice,
} from "@/db/queries/prices/price-suggestions.ts";
import type { Transaction } from "@/db/client.ts";
import type { Actor } from "@/lib/core/permissions.ts";
import { countDays, dayInZone, isDay, MAX_DAYS } from "@/lib/core/period.ts";
import { notFound, Refusal } from "../define-use-case.ts";
import { filterInput } from "../grid-input.ts";
import { chooseOrganization } from "../movements/choose-organization.ts";

const MOST_CODES = 5_000;

/** Which suggestions a person looks at: a zone's, by the days on which they came back. */
export const scopeInput = {
  organizationId: z.int().positive().nullable().default(null),
  zoneCode: z.string().min(1).max(100),
  first: z.iso.date().refine(isDay),
  last: z.iso.date().refine(isDay),
};

const filters = filterInput<"priceSuggestions">().default({});

/** What was chosen: products one by one, or everything the list's search and filters leave. */
export const chosenInput = z.union([
  z.object({ codes: z.array(z.string().max(100)).min(1).max(MOST_CODES) }),
  z.object({ all: z.object({ search: z.string().max(200).default(""), filters }) }),
]);

/** Checks what was asked for and adds what the judgement needs: the zone must be the organization's. */
export async function openScope(
  tx: Transaction,
  { actor, now }: { actor: Actor; now: Date },
  input: { organizationId: number | null; zoneCode: string; first: string; last: string },
): Promise<{ scope: SuggestionScope; zone: ZoneChoice }> {
  const organizationId = await chooseOrganization(tx, actor, input.organizationId);
  const days = countDays({ first: input.first, last: input.last });
  if (days < 1 || days > MAX_DAYS)
    throw new Refusal({
      kind: "invalid",
      message: `Escolha um período de 1 a ${MAX_DAYS} dias.`,
      fields: { first: "Confira o período." },
    });
  const zone =
    (await listZoneChoices(tx, organizationId)).find(({ code }) => code === input.zoneCode) ??
    notFound("Zona de preço não encontrada.");
  const organization = await findOrganization(tx, organizationId);
  const today = dayInZone(now, organization?.timeZone ?? actor.timeZone);
  return {
    scope: {
      organizationId,
      zoneCode: zone.code,
      first: input.first,
      last: input.last,
      today,
      maxVariationPercent: await readMaxVariation(tx, organizationId),
    },
    zone,
  };
}
