import { upsertCustomers, upsertPriceZones, upsertPromotions } from "@/db/queries/register-write.ts";
import type { Transaction } from "@/db/client.ts";
import type { CustomerDocument, PromotionDocument, ZoneDocument } from "./document.ts";
import type { Indexed, SaveScope } from "./save-outcome.ts";

/** Brings customers, zones and promotions to what the documents say. When one is repeated, the last word counts. */
export async function saveRegister(tx: Transaction, { organizationId }: SaveScope, lists: { customers: readonly Indexed<CustomerDocument>[]; zones: readonly Indexed<ZoneDocument>[]; promotions: readonly Indexed<PromotionDocument>[] }): Promise<void> {
  const last = <Row>(list: readonly Indexed<{ row: Row }>[], keyOf: (row: Row) => string) => [...new Map(list.map(({ document: { row } }) => [keyOf(row), row])).values()];
  await upsertCustomers(tx, organizationId, last(lists.customers, ({ code }) => code));
  await upsertPriceZones(tx, organizationId, last(lists.zones, ({ code }) => code));
  await upsertPromotions(tx, organizationId, last(lists.promotions, ({ branchId, code, productCode }) => `${branchId}/${code}/${productCode}`));
}
