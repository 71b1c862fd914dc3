import { notInArray, sql } from "drizzle-orm";
import type { Queryable } from "@/db/client.ts";
import { connectors } from "@/db/schema/integrations.ts";
import { type Connector, manualOperation } from "@/lib/connectors/define.ts";

/** Writes the catalogue of types from the registry; a connector that is no longer there is retired, never removed. */
export async function syncCatalogue(db: Queryable, registry: readonly Connector[]): Promise<void> {
  // In one order, so that processes that start together do not lock each other out.
  const rows = registry.map(describe).sort((a, b) => (a.id < b.id ? -1 : 1));
  await db.transaction(async (tx) => {
    for (const row of rows) {
      const { id: _key, ...change } = row;
      await tx
        .insert(connectors)
        .values(row)
        .onConflictDoUpdate({ target: connectors.id, set: change });
    }
    const known = rows.map(({ id }) => id);
    await tx
      .update(connectors)
      .set({ retired: true })
      .where(known.length > 0 ? notInArray(connectors.id, known) : sql`true`);
  });
}

function describe(connector: Connector) {
  const operations = Object.fromEntries(
    Object.entries(connector.operations).map(([name, operation]) => [
      name,
      {
        label: operation.label,
        schedule: operation.schedule,
        period: operation.period,
        kind: operation.flow ?? (operation.collect ? "collect" : "deliver"),
        manual: operation.manualRun !== undefined,
        confirms: operation.confirm !== undefined,
        personal: operation.personal ?? null,
        secondSending: operation.secondSending ?? null,
      },
    ]),
  );
  return {
    id: connector.id,
    name: connector.name,
    summary: connector.summary,
    contract: connector.contract,
    transport: connector.transport,
    manualMaxDays: manualOperation(connector)?.maxDays ?? null,
    // Functions do not survive JSON, and must not: the catalogue is data.
    settings: JSON.parse(JSON.stringify(connector.settings)) as unknown,
    operations,
    guide: connector.guide,
    retired: false,
  };
}
