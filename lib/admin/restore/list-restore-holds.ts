import { z } from "zod";
import { readNow } from "@/db/queries/now.ts";
import { listOpenHolds } from "@/db/queries/restore/restore-holds.ts";
import { countHeldSlots } from "@/lib/engine/release-hold.ts";
import { findConnector } from "@/lib/registry.ts";
import { refuseClientPeople } from "../organizations/organization-input.ts";
import { defineUseCase } from "../define-use-case.ts";

/** An integration that waits after a restore, and what may have been sent since the copy was made. */
export interface HeldRow {
  integrationId: number;
  description: string;
  typeName: string;
  organizationName: string;
  /** ISO: when the copy was made, as near as it knows. */
  since: string;
  /** Tasks that were pending then; the original may have sent them. */
  pendingTasks: number;
  /** Files that were on their way to the partner then. */
  uncertainFiles: number;
  /** Scheduled runs between then and now; the original may have made them. */
  slots: Array<{ label: string; count: number }>;
}

/** What waits to be released after the database was put back from a copy. */
export const listRestoreHolds = defineUseCase({
  name: "list-restore-holds",
  permission: "edit",
  input: z.object({}),
  async run({ actor, tx }): Promise<HeldRow[]> {
    refuseClientPeople(actor);
    const now = await readNow(tx);
    const rows: HeldRow[] = [];
    for (const hold of await listOpenHolds(tx)) {
      const connector = findConnector(hold.connectorId);
      rows.push({
        integrationId: hold.integrationId,
        description: hold.description,
        typeName: connector?.name ?? hold.connectorId,
        organizationName: hold.organizationName,
        since: hold.since.toISOString(),
        pendingTasks: hold.pendingTasks,
        uncertainFiles: hold.uncertainFiles,
        slots: (await countHeldSlots(tx, connector, hold, now)).map(({ label, count }) => ({
          label,
          count,
        })),
      });
    }
    return rows;
  },
});
