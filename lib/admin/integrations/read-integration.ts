import {
  findIntegrationHead,
  listIntegrationBranches,
  listSettings,
} from "@/db/queries/integrations/integrations.ts";
import type { IntegrationState } from "@/db/queries/integrations/integration-list.ts";
import type { SettingPlace } from "@/lib/core/setting-place.ts";
import type { TaskStatus } from "@/lib/core/status.ts";
import { defineUseCase, notFound } from "../define-use-case.ts";
import { collectsItems, readCatalogueEntry } from "./catalogue.ts";
import { integrationId } from "./registration-input.ts";

/** A value of the Chave/Valor grid as the browser gets it; of a secret only that it is defined, by whom and when. */
export interface ShownSetting extends SettingPlace {
  /** null for a secret: its value never leaves the server. */
  value: string | null;
  defined: boolean;
  updatedBy: string;
  updatedAt: string;
}

/** An opened integration: its head, and what its form is filled with. */
export interface OpenedIntegration {
  id: number;
  version: number;
  organizationId: number;
  organizationName: string;
  timeZone: string;
  description: string;
  typeName: string;
  contractLabel: string;
  connectorId: string;
  state: IntegrationState;
  pausedReason: string | null;
  active: boolean;
  intervalMinutes: number;
  branches: Array<{ id: number; name: string }>;
  settings: ShownSetting[];
  lastTask: { id: number; status: TaskStatus; at: string } | null;
  nextRunAt: string | null;
  /** Longest period of "Executar integração" in days; null = this type has none. */
  manualMaxDays: number | null;
  collects: boolean;
}

/** Opens an integration for its page. */
export const readIntegration = defineUseCase({
  name: "read-integration",
  permission: "view",
  input: integrationId,
  run: async ({ input, tx }): Promise<OpenedIntegration> => {
    const head = await findIntegrationHead(tx, input.id);
    if (!head) notFound("Integração não encontrada.");
    const { integration: row, organizationName, organizationTimeZone } = head;
    const place = { organizationId: row.organizationId, integrationId: row.id };
    const entry = readCatalogueEntry(head.connector);
    const settings = await listSettings(tx, place);
    const branches = await listIntegrationBranches(tx, place);
    return {
      id: row.id,
      version: row.version,
      organizationId: row.organizationId,
      organizationName,
      timeZone: organizationTimeZone,
      description: row.description,
      typeName: entry.name,
      contractLabel: entry.contractLabel,
      connectorId: row.connectorId,
      state: row.active ? "active" : row.pausedReason === null ? "inactive" : "paused",
      pausedReason: row.active ? null : row.pausedReason,
      active: row.active,
      intervalMinutes: row.intervalMinutes,
      branches: branches.map(({ id, name }) => ({ id, name })),
      settings: settings.map(({ key, branchId, value, ciphertext, updatedBy, updatedAt }) => ({
        key,
        branchId,
        value: ciphertext === null ? value : null,
        defined: ciphertext !== null || value !== null,
        updatedBy,
        updatedAt: updatedAt.toISOString(),
      })),
      lastTask:
        row.lastTaskId !== null && row.lastTaskStatus && row.lastTaskAt
          ? {
              id: row.lastTaskId,
              status: row.lastTaskStatus as TaskStatus,
              at: row.lastTaskAt.toISOString(),
            }
          : null,
      nextRunAt: row.active && head.nextRunAt ? new Date(head.nextRunAt).toISOString() : null,
      manualMaxDays: entry.retired ? null : entry.manualMaxDays,
      collects: collectsItems(entry),
    };
  },
});
