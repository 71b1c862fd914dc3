import { and, eq, inArray, sql } from "drizzle-orm";
import type { Period } from "@/lib/core/period.ts";
import type { SettingPlace } from "@/lib/core/setting-place.ts";
import type { Queryable } from "../../client.ts";
import { branches, organizations } from "../../schema/people.ts";
import {
  connectors,
  integrationBranches,
  integrations,
  integrationSettings,
} from "../../schema/integrations.ts";
import { tasks } from "../../schema/tasks.ts";

/** What must be known about an integration before one asks it to run or looks at what it did. */
export interface RunTarget {
  organizationId: number;
  organizationName: string;
  organizationActive: boolean;
  timeZone: string;
  integrationId: number;
  description: string;
  active: boolean;
  pausedReason: string | null;
  connectorId: string;
  connectorName: string;
  retired: boolean;
}

/** The integration with this id among those the caller's role may see. */
export async function findRunTarget(
  db: Queryable,
  integrationId: number,
): Promise<RunTarget | undefined> {
  const [row] = await db
    .select({
      organizationId: integrations.organizationId,
      organizationName: organizations.name,
      organizationActive: organizations.active,
      timeZone: organizations.timeZone,
      integrationId: integrations.id,
      description: integrations.description,
      active: integrations.active,
      pausedReason: integrations.pausedReason,
      connectorId: integrations.connectorId,
      connectorName: connectors.name,
      retired: connectors.retired,
    })
    .from(integrations)
    .innerJoin(organizations, eq(organizations.id, integrations.organizationId))
    .innerJoin(connectors, eq(connectors.id, integrations.connectorId))
    .where(eq(integrations.id, integrationId));
  return row;
}

/** Ids of the branches a run would cover: chosen for the integration and active. */
export async function listRunBranches(
  db: Queryable,
  target: Pick<RunTarget, "organizationId" | "integrationId">,
): Promise<number[]> {
  const rows = await db
    .select({ id: branches.id })
    .from(integrationBranches)
    .innerJoin(
      branches,
      and(
        eq(branches.organizationId, integrationBranches.organizationId),
        eq(branches.id, integrationBranches.branchId),
      ),
    )
    .where(
      and(
        eq(integrationBranches.organizationId, target.organizationId),
        eq(integrationBranches.integrationId, target.integrationId),
        eq(branches.active, true),
      ),
    );
  return rows.map((row) => row.id);
}

/** Which settings have a value, without the values. */
export async function listFilledSettings(
  db: Queryable,
  target: Pick<RunTarget, "organizationId" | "integrationId">,
): Promise<SettingPlace[]> {
  return db
    .select({ key: integrationSettings.key, branchId: integrationSettings.branchId })
    .from(integrationSettings)
    .where(
      and(
        eq(integrationSettings.organizationId, target.organizationId),
        eq(integrationSettings.integrationId, target.integrationId),
        sql`(${integrationSettings.ciphertext} is not null or ${integrationSettings.value} <> '')`,
      ),
    );
}

/** Tasks of one operation that touch the period and stand in one of `statuses`, oldest day first. */
export async function listTasksOver(
  db: Queryable,
  target: Pick<RunTarget, "organizationId" | "integrationId">,
  question: {
    operation: string;
    period: Period;
    statuses: ReadonlyArray<"pending" | "sent" | "done">;
  },
): Promise<Array<{ id: number; period: Period; status: string }>> {
  return db
    .select({ id: tasks.id, period: tasks.period, status: tasks.status })
    .from(tasks)
    .where(
      and(
        eq(tasks.organizationId, target.organizationId),
        eq(tasks.integrationId, target.integrationId),
        eq(tasks.operation, question.operation),
        inArray(tasks.status, [...question.statuses]),
        sql`${tasks.period} && daterange(${question.period.first}::date, ${question.period.last}::date, '[]')`,
        // A task of some branches: its days are not done for the others.
        sql`(${tasks.status} = 'pending' or not ${tasks.parameters} ?| array['branchId', 'branchIds'])`,
      ),
    )
    .orderBy(sql`lower(${tasks.period})`);
}
