import { sql } from "drizzle-orm";
import type { ProductField } from "@/lib/core/product-field.ts";
import type { Queryable } from "../../client.ts";
import { priceSuggestions, productProposals } from "../../schema/proposals.ts";

/** The task that brought them. */
interface Source {
  organizationId: number;
  integrationId: number;
  id: number;
}

interface Proposal {
  productCode: string;
  ean: string;
  fields: ReadonlyArray<{ field: ProductField; value: string; note?: string }>;
}

interface Suggestion {
  returnedOn: string;
  zoneCode: string;
  productCode: string;
  ean: string;
  suggestedCents: number;
  lowestCents: number | null;
  highestCents: number | null;
  reason: string;
  validTo: string | null;
}

/**
 * Keeps what is proposed for products. The same value again changes nothing, so that what a person refused
 * stays refused; another value opens the question anew.
 */
export async function saveProductProposals(
  tx: Queryable,
  of: Source,
  proposals: readonly Proposal[],
): Promise<void> {
  const rows = proposals.flatMap(({ productCode, ean, fields }) =>
    fields.map(({ field, value, note = "" }) => ({
      organizationId: of.organizationId,
      integrationId: of.integrationId,
      taskId: of.id,
      productCode,
      ean,
      field,
      proposed: value,
      note,
    })),
  );
  if (rows.length === 0) return;
  const { organizationId, integrationId, productCode, field } = productProposals;
  await tx
    .insert(productProposals)
    .values(rows)
    .onConflictDoUpdate({
      target: [organizationId, integrationId, productCode, field],
      set: {
        ean: sql`excluded.ean`,
        proposed: sql`excluded.proposed`,
        note: sql`excluded.note`,
        status: sql`'open'`,
        previous: sql`null`,
        decidedBy: sql`null`,
        decidedName: sql`null`,
        decidedAt: sql`null`,
        taskId: sql`excluded.task_id`,
        receivedAt: sql`clock_timestamp()`,
      },
      setWhere: sql`${productProposals.proposed} <> excluded.proposed`,
    });
}

/** Keeps suggested prices; a return that comes again replaces itself. */
export async function savePriceSuggestions(
  tx: Queryable,
  of: Source,
  suggestions: readonly Suggestion[],
): Promise<void> {
  const rows = suggestions.map((one) => ({
    organizationId: of.organizationId,
    integrationId: of.integrationId,
    taskId: of.id,
    returnedOn: one.returnedOn,
    zoneCode: one.zoneCode,
    productCode: one.productCode,
    ean: one.ean,
    suggestedCents: one.suggestedCents,
    lowestCents: one.lowestCents,
    highestCents: one.highestCents,
    reason: one.reason,
    validTo: one.validTo,
  }));
  const { organizationId, integrationId, returnedOn, zoneCode, productCode } = priceSuggestions;
  const set = {
    ean: sql`excluded.ean`,
    suggestedCents: sql`excluded.suggested_cents`,
    lowestCents: sql`excluded.lowest_cents`,
    highestCents: sql`excluded.highest_cents`,
    reason: sql`excluded.reason`,
    validTo: sql`excluded.valid_to`,
    taskId: sql`excluded.task_id`,
    receivedAt: sql`clock_timestamp()`,
  };
  await tx
    .insert(priceSuggestions)
    .values(rows)
    .onConflictDoUpdate({
      target: [organizationId, integrationId, returnedOn, zoneCode, productCode],
      set,
    });
}
