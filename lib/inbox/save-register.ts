import {
  upsertCategories,
  upsertCategoryGoals,
  upsertCustomers,
  upsertPriceZones,
  upsertPromotions,
  upsertSuppliers,
} from "@/db/queries/products/register-write.ts";
import type { Transaction } from "@/db/client.ts";
import type {
  CategoryDocument,
  CustomerDocument,
  GoalDocument,
  PromotionDocument,
  SupplierDocument,
  ZoneDocument,
} from "./document.ts";
import type { Indexed, SaveScope } from "./save-outcome.ts";

/**
 * Brings customers, suppliers, categories, zones, promotions and goals to what the documents say. When one is repeated,
 * the last word counts.
 */
export async function saveRegister(
  tx: Transaction,
  { organizationId }: SaveScope,
  lists: {
    customers: readonly Indexed<CustomerDocument>[];
    zones: readonly Indexed<ZoneDocument>[];
    promotions: readonly Indexed<PromotionDocument>[];
    goals: readonly Indexed<GoalDocument>[];
    suppliers: readonly Indexed<SupplierDocument>[];
    categories: readonly Indexed<CategoryDocument>[];
  },
): Promise<void> {
  const last = <Row>(list: readonly Indexed<{ row: Row }>[], keyOf: (row: Row) => string) => [
    ...new Map(list.map(({ document: { row } }) => [keyOf(row), row])).values(),
  ];
  await upsertCustomers(
    tx,
    last(lists.customers, ({ code }) => code).map((row) => ({
      ...row,
      organizationId,
      consentAt: row.consentAt === null ? null : new Date(`${row.consentAt}T00:00:00Z`),
    })),
  );
  await upsertSuppliers(
    tx,
    last(lists.suppliers, ({ code }) => code).map((row) => ({ ...row, organizationId })),
  );
  await upsertCategories(
    tx,
    last(lists.categories, ({ code }) => code).map((row) => ({ ...row, organizationId })),
  );
  await upsertPriceZones(
    tx,
    organizationId,
    last(lists.zones, ({ code }) => code),
  );
  await upsertPromotions(
    tx,
    last(
      lists.promotions,
      ({ branchId, code, productCode }) => `${branchId}/${code}/${productCode}`,
    ).map((row) => ({ ...row, organizationId })),
  );
  await upsertCategoryGoals(
    tx,
    organizationId,
    last(lists.goals, ({ categoryCode }) => categoryCode),
  );
}
