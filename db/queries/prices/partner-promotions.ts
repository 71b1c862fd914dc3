import { and, asc, eq, gt, sql } from "drizzle-orm";
import type { PartnerPromotion } from "@/lib/core/partner-promotion.ts";
import type { Day } from "@/lib/core/period.ts";
import type { Queryable } from "../../client.ts";
import { receivedItems } from "../../schema/exchanges.ts";
import { integrations } from "../../schema/integrations.ts";
import { branches } from "../../schema/people.ts";
import { claimFeedNumbers } from "./feeds.ts";
import { writeJson } from "../../write-json.ts";

/** What names a received item within its organization. */
export interface ItemKey {
  integrationId: number;
  kind: string;
  key: string;
  branchId: number;
}

/** Moves changed promotions to the end of the feed that the ERP reads. */
export async function numberPromotions(
  tx: Queryable,
  organizationId: number,
  changed: readonly ItemKey[],
): Promise<void> {
  if (changed.length === 0) return;
  const last = await claimFeedNumbers(tx, organizationId, "promotions", changed.length);
  const places = changed.map((item, index) => ({
    ...item,
    number: last - changed.length + 1 + index,
  }));
  await tx.execute(sql`
    update received_items r set change_number = w.number, changed_at = clock_timestamp()
      from json_to_recordset(${writeJson(places)}::text::json) as w("integrationId" bigint, kind text, key text, "branchId" bigint, number bigint)
     where r.organization_id = ${organizationId} and r.integration_id = w."integrationId" and r.kind = w.kind and r.key = w.key and r.branch_id = w."branchId"`);
}

/** A partner's promotion for everybody, as it stands now. */
export interface PromotionChange {
  number: number;
  promotion: PartnerPromotion;
  /** The connector's id. */
  partner: string;
  integrationId: number;
  /** The partner's own id. */
  partnerId: string;
  /** null: of all branches. */
  branchCode: string | null;
  cnpj: string | null;
  title: string;
  validFrom: Day | null;
  validTo: Day | null;
  withdrawnAt: Date | null;
  changedAt: Date | null;
  /** As it came. */
  data: unknown;
}

/**
 * Promotions whose last change comes after a number, in the order of these changes; at most
 * `limit`. What is not for everybody has no number.
 */
export async function listPartnerPromotions(
  db: Queryable,
  organizationId: number,
  after: number,
  limit: number,
): Promise<PromotionChange[]> {
  const rows = await db
    .select({
      number: receivedItems.changeNumber,
      promotion: receivedItems.promotion,
      partner: integrations.connectorId,
      integrationId: receivedItems.integrationId,
      partnerId: receivedItems.key,
      branchCode: branches.code,
      cnpj: branches.cnpj,
      title: receivedItems.title,
      validFrom: receivedItems.validFrom,
      validTo: receivedItems.validTo,
      withdrawnAt: receivedItems.withdrawnAt,
      changedAt: receivedItems.changedAt,
      data: receivedItems.data,
    })
    .from(receivedItems)
    .innerJoin(
      integrations,
      and(
        eq(integrations.organizationId, receivedItems.organizationId),
        eq(integrations.id, receivedItems.integrationId),
      ),
    )
    .leftJoin(
      branches,
      and(
        eq(branches.organizationId, receivedItems.organizationId),
        eq(branches.id, receivedItems.branchId),
      ),
    )
    .where(
      and(eq(receivedItems.organizationId, organizationId), gt(receivedItems.changeNumber, after)),
    )
    .orderBy(asc(receivedItems.changeNumber))
    .limit(limit);
  return rows.flatMap(({ number, promotion, ...row }) =>
    number === null || promotion === null ? [] : [{ ...row, number, promotion }],
  );
}
