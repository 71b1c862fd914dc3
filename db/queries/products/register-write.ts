import { and, eq, inArray } from "drizzle-orm";
import type { CategoryGoal } from "@/lib/core/movement.ts";
import type { Queryable } from "../../client.ts";
import { productCategories, suppliers } from "../../schema/catalogue.ts";
import {
  categoryGoals,
  customers,
  priceZoneBranches,
  priceZones,
  promotions,
} from "../../schema/partner-movements.ts";
import { insertRows, type RowOf } from "../insert-rows.ts";

/**
 * Writes customers by code: new ones in, known ones as they are now. One that says nothing new
 * keeps its moment of change.
 */
export async function upsertCustomers(
  tx: Queryable,
  rows: ReadonlyArray<RowOf<typeof customers>>,
): Promise<void> {
  await insertRows(tx, customers, rows, {
    onConflict: { key: ["organizationId", "code"], update: "replace", ifChanged: true },
  });
}

/** Writes suppliers by code: new ones in, known ones as they are now. */
export async function upsertSuppliers(
  tx: Queryable,
  rows: ReadonlyArray<RowOf<typeof suppliers>>,
): Promise<void> {
  await insertRows(tx, suppliers, rows, {
    onConflict: { key: ["organizationId", "code"], update: "replace" },
  });
}

/** Writes categories of products by code: new ones in, known ones as they are now. */
export async function upsertCategories(
  tx: Queryable,
  rows: ReadonlyArray<RowOf<typeof productCategories>>,
): Promise<void> {
  await insertRows(tx, productCategories, rows, {
    onConflict: { key: ["organizationId", "code"], update: "replace" },
  });
}

/** Writes price zones by code; the branches named are all a zone has afterwards. */
export async function upsertPriceZones(
  tx: Queryable,
  organizationId: number,
  zones: readonly { code: string; name: string; branchIds: readonly number[] }[],
): Promise<void> {
  if (zones.length === 0) return;
  await insertRows(
    tx,
    priceZones,
    zones.map(({ code, name }) => ({ organizationId, code, name })),
    { onConflict: { key: ["organizationId", "code"], update: "replace" } },
  );
  await tx.delete(priceZoneBranches).where(
    and(
      eq(priceZoneBranches.organizationId, organizationId),
      inArray(
        priceZoneBranches.zoneCode,
        zones.map(({ code }) => code),
      ),
    ),
  );
  await insertRows(
    tx,
    priceZoneBranches,
    zones.flatMap(({ code, branchIds }) =>
      branchIds.map((branchId) => ({ organizationId, zoneCode: code, branchId })),
    ),
  );
}

/** Writes goals by category: new ones in, known ones as they are now, and away with those that say nothing. */
export async function upsertCategoryGoals(
  tx: Queryable,
  organizationId: number,
  goals: readonly CategoryGoal[],
): Promise<void> {
  if (goals.length === 0) return;
  const isEmpty = ({ goalCents, competitiveness, media }: CategoryGoal) =>
    goalCents === null && competitiveness === "" && media === "";
  const gone = goals.filter(isEmpty).map(({ categoryCode }) => categoryCode);
  if (gone.length > 0)
    await tx
      .delete(categoryGoals)
      .where(
        and(
          eq(categoryGoals.organizationId, organizationId),
          inArray(categoryGoals.categoryCode, gone),
        ),
      );
  await insertRows(
    tx,
    categoryGoals,
    goals.filter((goal) => !isEmpty(goal)).map((goal) => ({ ...goal, organizationId })),
    {
      onConflict: {
        key: ["organizationId", "categoryCode"],
        update: "replace",
        ifChanged: true,
      },
    },
  );
}

/** Writes promotions by branch, code and product: new ones in, known ones as they are now. */
export async function upsertPromotions(
  tx: Queryable,
  rows: ReadonlyArray<RowOf<typeof promotions>>,
): Promise<void> {
  await insertRows(tx, promotions, rows, {
    onConflict: { key: ["organizationId", "branchId", "code", "productCode"], update: "replace" },
  });
}
