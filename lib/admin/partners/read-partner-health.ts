import { z } from "zod";
import { listConnectorRows } from "@/db/queries/integrations/integrations.ts";
import { listPartnerHealth } from "@/db/queries/partners/partner-health.ts";
import type { ContractStatus } from "@/lib/connectors/define.ts";
import type { TaskStatus } from "@/lib/core/status.ts";
import { readCatalogueEntry } from "../integrations/catalogue.ts";
import { defineUseCase } from "../define-use-case.ts";

/** A type with how its integrations stand. */
export interface PartnerRow {
  id: string;
  name: string;
  icon: string | null;
  contract: ContractStatus;
  integrations: number;
  active: number;
  failing: number;
  last: { integrationId: number; taskId: number; status: TaskStatus; at: string } | null;
}

/** Every type that is offered, and how it goes. */
export const readPartnerHealth = defineUseCase({
  name: "read-partner-health",
  permission: "view",
  input: z.object({ organizationId: z.int().positive().nullable().default(null) }),
  async run({ actor, input, tx }): Promise<PartnerRow[]> {
    const health = new Map(
      (await listPartnerHealth(tx, actor.organizationId ?? input.organizationId)).map((row) => [
        row.connectorId,
        row,
      ]),
    );
    return (await listConnectorRows(tx))
      .map(readCatalogueEntry)
      .flatMap(({ id, name, icon, contract, retired }) => {
        const row = health.get(id);
        if (retired && !row) return [];
        const last = row?.last ?? null;
        return [
          {
            id,
            name,
            icon,
            contract,
            integrations: row?.integrations ?? 0,
            active: row?.active ?? 0,
            failing: row?.failing ?? 0,
            last: last && { ...last, status: last.status as TaskStatus, at: last.at.toISOString() },
          },
        ];
      });
  },
});
