import { z } from "zod";
import {
  countIntegrations,
  type IntegrationFilter,
  type IntegrationState,
  listIntegrationRows,
  listRecentTasks,
  type ListedIntegration,
  type RecentTask,
} from "@/db/queries/integrations/integration-list.ts";
import { type DaySums, sumAccountDays } from "@/db/queries/days/account-days.ts";
import type { GridPage } from "@/lib/core/grid.ts";
import type { ListQuery, SortedColumn } from "@/lib/core/list-columns.ts";
import { addDays } from "@/lib/core/period.ts";
import type { Actor } from "@/lib/core/permissions.ts";
import { TASK_STATUSES, type TaskStatus } from "@/lib/core/status.ts";
import { defineUseCase } from "../define-use-case.ts";
import { gridInput } from "../grid-input.ts";
import { rememberCount } from "./remember-count.ts";

/** A row of the list "Integrações"; instants are ISO texts. */
export interface IntegrationListRow {
  id: number;
  organizationName: string;
  description: string;
  typeName: string;
  state: IntegrationState;
  pausedReason: string | null;
  intervalMinutes: number;
  branchCount: number;
  lastTask: { id: number; status: TaskStatus; at: string } | null;
  nextRunAt: string | null;
  /** Oldest first. */
  recent: Array<{ id: number; status: TaskStatus; records: number; at: string }>;
  /** What the partner has of the last weeks; null where nothing is due or was sent. */
  days: Pick<DaySums, "sentUntil" | "missingDays" | "changedDays"> | null;
  /** "Executar integração" is offered: the type has it and the integration is active. */
  maxDays: number | null;
}

const STATES: readonly IntegrationState[] = ["active", "inactive", "paused"];
const ORDERS: readonly SortedColumn<"integrations">[] = ["description", "type", "lastTask"];
const RECENT = 14;
/** A list says how things stand now; the page of an integration looks further back. */
const DAYS_LOOKED_AT = 35;

/** The list of integrations: searched, filtered, ordered and cut on the server. */
export const listIntegrations = defineUseCase({
  name: "list-integrations",
  permission: "view",
  input: z.object({
    query: gridInput<"integrations">(),
    /** The one client an agent looks at; it narrows and grants nothing. */
    organizationId: z.number().int().positive().nullable().default(null),
  }),
  run: async ({
    actor,
    input: { query, organizationId },
    tx,
    now,
  }): Promise<GridPage<IntegrationListRow>> => {
    const filter = readFilter(actor, query, organizationId);
    const total = await rememberCount(
      `list:${actor.organizationId}:${JSON.stringify(filter)}`,
      (count) => count,
      () => countIntegrations(tx, filter),
    );
    const order = ORDERS.find((column) => column === query.sort?.column) ?? "newest";
    const rows = await listIntegrationRows(tx, filter, {
      order,
      descending: query.sort?.descending ?? false,
      limit: query.pageSize,
      offset: (query.page - 1) * query.pageSize,
    });
    const recent = await listRecentTasks(tx, rows, RECENT);
    const since = addDays(now.toISOString().slice(0, 10), -DAYS_LOOKED_AT);
    const days = await sumAccountDays(tx, rows, since);
    return {
      total,
      rows: rows.map((row) => ({ ...present(row, recent), days: days.get(row.id) ?? null })),
    };
  },
});

function readFilter(
  actor: Actor,
  { search, filters }: ListQuery<"integrations">,
  focused: number | null,
): IntegrationFilter {
  return {
    search,
    // A client sees its own only, whatever the URL names.
    organizationIds:
      actor.organizationId !== null
        ? []
        : focused !== null
          ? [focused]
          : (filters.client ?? []).map(Number).filter(Number.isSafeInteger),
    connectorIds: filters.type ?? [],
    states: STATES.filter((state) => filters.state?.includes(state)),
    lastStatuses: ([...TASK_STATUSES, "none"] as const).filter((status) =>
      filters.lastTask?.includes(status),
    ),
  };
}

function present(
  row: ListedIntegration,
  recent: readonly RecentTask[],
): Omit<IntegrationListRow, "days"> {
  const state = row.active ? "active" : row.pausedReason === null ? "inactive" : "paused";
  return {
    id: row.id,
    organizationName: row.organizationName,
    description: row.description,
    typeName: row.connectorName,
    state,
    pausedReason: state === "paused" ? row.pausedReason : null,
    intervalMinutes: row.intervalMinutes,
    branchCount: row.branchCount,
    lastTask:
      row.lastTaskId !== null && row.lastTaskStatus && row.lastTaskAt
        ? { id: row.lastTaskId, status: row.lastTaskStatus, at: row.lastTaskAt.toISOString() }
        : null,
    nextRunAt: row.active ? (row.nextRunAt?.toISOString() ?? null) : null,
    recent: recent
      .filter((task) => task.integrationId === row.id)
      .map(({ id, status, records, createdAt }) => ({
        id,
        status,
        records,
        at: createdAt.toISOString(),
      })),
    maxDays: row.active && !row.retired ? row.manualMaxDays : null,
  };
}
