import { sql } from "drizzle-orm";
import type { Queryable } from "../client.ts";
import { receivedItems } from "../schema/integrations.ts";

interface ReceivedItem {
  kind: string;
  key: string;
  title: string;
  branchId?: number;
  validFrom?: string;
  validTo?: string;
  data: unknown;
}

/** Keeps what a partner sent; an item that is already there takes its newest content. No two of `items` may be the same. */
export async function saveReceivedItems(tx: Queryable, of: { organizationId: number; integrationId: number; id: number }, items: readonly ReceivedItem[]): Promise<void> {
  const rows = items.map(({ kind, key, title, branchId, validFrom, validTo, data }) => ({
    organizationId: of.organizationId,
    integrationId: of.integrationId,
    taskId: of.id,
    kind,
    key,
    title,
    data,
    branchId: branchId ?? 0,
    validFrom: validFrom ?? null,
    validTo: validTo ?? null,
  }));
  const set = {
    title: sql`excluded.title`,
    validFrom: sql`excluded.valid_from`,
    validTo: sql`excluded.valid_to`,
    data: sql`excluded.data`,
    taskId: sql`excluded.task_id`,
    lastSeenAt: sql`clock_timestamp()`,
  };
  const { organizationId, integrationId, kind, key, branchId } = receivedItems;
  await tx.insert(receivedItems).values(rows).onConflictDoUpdate({ target: [organizationId, integrationId, kind, key, branchId], set });
}
