import {
  findIntegrationHead,
  listIntegrationBranches,
  listSettings,
} from "@/db/queries/integrations/integrations.ts";
import { listChangedDays } from "@/db/queries/tasks/task-days.ts";
import { type DaySums, sumAccountDays } from "@/db/queries/days/account-days.ts";
import { listHeads } from "@/db/queries/days/day-heads.ts";
import type { IntegrationState } from "@/db/queries/integrations/integration-list.ts";
import { addDays, type Day, dayInZone } from "@/lib/core/period.ts";
import type { SettingPlace } from "@/lib/core/setting-place.ts";
import type { TaskStatus } from "@/lib/core/status.ts";
import { defineUseCase, notFound } from "../define-use-case.ts";
import { maySendLate } from "../days/set-late-days.ts";
import { listDayOperations } from "../days/read-days.ts";
import { operationLabels } from "../tasks/read-operations.ts";
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

/** Days of one operation that changed after they were delivered. */
export interface ChangedDays {
  label: string;
  days: Array<{ day: Day; branches: number }>;
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
  /** Of the last 90 days before today, which goes on changing by itself. */
  changedDays: ChangedDays[];
  /** What the partner has of the last 90 days; null for a type whose files stand for no days. */
  days: Omit<DaySums, "integrationId"> | null;
  /** What a pause means; null while it is not paused by the Enlace. */
  pause: { at: string | null; refusedSince: string | null; nextDay: Day | null } | null;
  /** Days that changed are sent again by themselves up to so many days back. */
  lateDays: number;
  maySendLate: boolean;
}

const LOOK_BACK_DAYS = 90;

/** Opens an integration for its page. */
export const readIntegration = defineUseCase({
  name: "read-integration",
  permission: "view",
  input: integrationId,
  run: async ({ input, tx, now }): Promise<OpenedIntegration> => {
    const head = await findIntegrationHead(tx, input.id);
    if (!head) notFound("Integração não encontrada.");
    const { integration: row, organizationName, organizationTimeZone } = head;
    const place = { organizationId: row.organizationId, integrationId: row.id };
    const entry = readCatalogueEntry(head.connector);
    const settings = await listSettings(tx, place);
    const branches = await listIntegrationBranches(tx, place);
    const labels = operationLabels(row.connectorId);
    const today = dayInZone(now, organizationTimeZone);
    const changed = await listChangedDays(tx, place, Object.keys(labels), {
      first: addDays(today, -LOOK_BACK_DAYS),
      last: addDays(today, -1),
    });
    const sums = await sumAccountDays(
      tx,
      [{ organizationId: row.organizationId, id: row.id }],
      addDays(today, -LOOK_BACK_DAYS),
    );
    const heads = await listHeads(tx, row.organizationId, row.id);
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
      days:
        listDayOperations(row.connectorId).length > 0
          ? (sums.get(row.id) ?? {
              sentUntil: null,
              missingDays: 0,
              changedDays: 0,
              missing: [],
            })
          : null,
      pause:
        row.active || row.pausedReason === null
          ? null
          : {
              at: row.pausedAt?.toISOString() ?? null,
              refusedSince: row.refusedSince?.toISOString() ?? null,
              nextDay: heads.map(({ nextDay }) => nextDay).toSorted()[0] ?? null,
            },
      lateDays: row.lateDays,
      maySendLate: maySendLate(row.connectorId),
      changedDays: [...Map.groupBy(changed, ({ operation }) => operation)].map(
        ([operation, days]) => ({
          label: labels[operation] ?? operation,
          days: days.map(({ day, branches: count }) => ({ day, branches: count })),
        }),
      ),
    };
  },
});
