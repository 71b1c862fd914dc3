import { and, eq, isNotNull } from "drizzle-orm";
import type { Queryable } from "../../client.ts";
import { mappings } from "../../schema/environments.ts";

export type ConfirmedMapping = {
  environmentId: number;
  kind: string;
  sourceKey: string;
  sourceName: string;
  targetId: string;
};

/** What a person confirmed, of every environment of an integration. Proposals are not among it. */
export async function listConfirmedMappings(
  db: Queryable,
  { organizationId, integrationId }: { organizationId: number; integrationId: number },
): Promise<ConfirmedMapping[]> {
  const rows = await db
    .select({
      environmentId: mappings.environmentId,
      kind: mappings.kind,
      sourceKey: mappings.sourceKey,
      sourceName: mappings.sourceName,
      targetId: mappings.targetId,
    })
    .from(mappings)
    .where(
      and(
        eq(mappings.organizationId, organizationId),
        eq(mappings.integrationId, integrationId),
        isNotNull(mappings.confirmedAt),
        isNotNull(mappings.targetId),
      ),
    );
  return rows.map((row) => ({ ...row, targetId: row.targetId ?? "" }));
}
