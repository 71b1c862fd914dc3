import { z } from "zod";
import { countOpenHolds } from "@/db/queries/restore/restore-holds.ts";
import { can } from "@/lib/core/permissions.ts";
import { defineUseCase } from "../define-use-case.ts";

/** What the top of every page says after a restore. */
export interface RestoreState {
  count: number;
  /** ISO: when the copy was made. */
  since: string;
  /** Whether this person may release what waits. */
  mayRelease: boolean;
}

/** Of the person's own client, or of all for an agent; null when nothing waits. */
export const readRestoreState = defineUseCase({
  name: "read-restore-state",
  permission: null,
  input: z.object({}),
  async run({ actor, tx }): Promise<RestoreState | null> {
    const { count, since } = await countOpenHolds(tx);
    if (count === 0 || since === null) return null;
    return {
      count,
      since: since.toISOString(),
      mayRelease: actor.organizationId === null && can(actor, "edit"),
    };
  },
});
