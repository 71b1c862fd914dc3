import { and, eq, gte, isNull, ne, or, sql } from "drizzle-orm";
import type { Day } from "@/lib/core/period.ts";
import type { PartnerPromotion } from "@/lib/core/partner-promotion.ts";
import type { Queryable } from "../../client.ts";
import { receivedItems } from "../../schema/exchanges.ts";
import { numberPromotions } from "../prices/partner-promotions.ts";

interface ReceivedItem {
  kind: string;
  key: string;
  title: string;
  branchId?: number;
  validFrom?: string;
  validTo?: string;
  data: unknown;
  promotion?: PartnerPromotion;
}

/** The task that brings items in. */
interface Bringer {
  organizationId: number;
  integrationId: number;
  id: number;
}

const unnumbered = {
  integrationId: receivedItems.integrationId,
  kind: receivedItems.kind,
  key: receivedItems.key,
  branchId: receivedItems.branchId,
  waits: sql<boolean>`${receivedItems.promotion} is not null and ${receivedItems.changeNumber} is null`,
};

/**
 * Keeps what a partner sent; an item that is already there takes its newest content. No two of
 * `items` may be the same.
 */
export async function saveReceivedItems(
  tx: Queryable,
  of: Bringer,
  items: readonly ReceivedItem[],
): Promise<void> {
  const rows = items.map(({ kind, key, title, branchId, validFrom, validTo, data, promotion }) => ({
    organizationId: of.organizationId,
    integrationId: of.integrationId,
    taskId: of.id,
    kind,
    key,
    title,
    data,
    promotion: promotion ?? null,
    branchId: branchId ?? 0,
    validFrom: validFrom ?? null,
    validTo: validTo ?? null,
  }));
  const content = (table: "received_items" | "excluded") =>
    sql.join(
      ["title", "valid_from", "valid_to", "data", "promotion"].map((column) =>
        sql.raw(`${table}.${column}`),
      ),
      sql`, `,
    );
  const set = {
    title: sql`excluded.title`,
    validFrom: sql`excluded.valid_from`,
    validTo: sql`excluded.valid_to`,
    data: sql`excluded.data`,
    promotion: sql`excluded.promotion`,
    withdrawnAt: null,
    // What an ERP already has as it is need not be read again: the same every half hour is no change.
    changeNumber: sql`case when (${content("received_items")}) is distinct from (${content("excluded")}) or received_items.withdrawn_at is not null then null else received_items.change_number end`,
    taskId: sql`excluded.task_id`,
    lastSeenAt: sql`clock_timestamp()`,
  };
  const { organizationId, integrationId, kind, key, branchId } = receivedItems;
  const saved = await tx
    .insert(receivedItems)
    .values(rows)
    .onConflictDoUpdate({ target: [organizationId, integrationId, kind, key, branchId], set })
    .returning(unnumbered);
  await numberPromotions(
    tx,
    of.organizationId,
    saved.filter(({ waits }) => waits),
  );
}

/**
 * Marks as withdrawn what a partner no longer has: one item, or with no `key` everything of a kind and branch that this
 * task did not bring. What is over by itself stays as it is.
 */
export async function withdrawReceivedItems(
  tx: Queryable,
  of: Bringer,
  which: { kind: string; branchId: number; key: string | null },
  at: Date,
  today: Day,
): Promise<void> {
  const withdrawn = await tx
    .update(receivedItems)
    .set({ withdrawnAt: at, changeNumber: null })
    .where(
      and(
        eq(receivedItems.organizationId, of.organizationId),
        eq(receivedItems.integrationId, of.integrationId),
        eq(receivedItems.kind, which.kind),
        eq(receivedItems.branchId, which.branchId),
        which.key === null ? ne(receivedItems.taskId, of.id) : eq(receivedItems.key, which.key),
        isNull(receivedItems.withdrawnAt),
        or(isNull(receivedItems.validTo), gte(receivedItems.validTo, today)),
      ),
    )
    .returning(unnumbered);
  await numberPromotions(
    tx,
    of.organizationId,
    withdrawn.filter(({ waits }) => waits),
  );
}
