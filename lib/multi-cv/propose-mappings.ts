import { and, eq, isNull, notInArray, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client.ts";
import { lockMappings, lockMappingsOfKind } from "@/db/queries/flows/mapping-list.ts";
import { mappings, remoteLists } from "@/db/schema/environments.ts";
import { type CatalogueItem, matchCatalogue } from "./match-catalogue.ts";
import type { MappingKind } from "./words/mappings.ts";

interface Loaded {
  organizationId: number;
  integrationId: number;
  kind: MappingKind;
  environmentId: number;
  hubId: number;
  /** What the environment lists. */
  items: readonly CatalogueItem[];
  /** What the Hub lists; empty for situations, whose sources are the roles. */
  sources: readonly CatalogueItem[];
  now: Date;
}

/**
 * Keeps what was read and proposes what is meant by what. A confirmed mapping stays as long as its target
 * exists; when that has gone it becomes open again, because nobody may write to what is not there.
 */
export async function propose(tx: Transaction, loaded: Loaded): Promise<void> {
  const { organizationId, integrationId, kind, environmentId, items } = loaded;
  // Two terminals share the Hub's list: loads of an integration replace what they read one at a time.
  await lockMappings(tx, loaded);
  await saveList(tx, loaded, environmentId, items);
  if (loaded.sources.length > 0) await saveList(tx, loaded, loaded.hubId, loaded.sources);
  const known = new Map(
    (await lockMappingsOfKind(tx, loaded, environmentId, kind)).map((row) => [row.sourceKey, row]),
  );
  const matches = matchCatalogue(kind, loaded.sources, items);
  for (const { sourceKey, sourceName, candidates } of matches) {
    const before = known.get(sourceKey);
    if (before?.confirmedAt && items.some(({ id }) => id === before.targetId)) continue;
    const [only] = candidates.length === 1 ? candidates : [];
    const values = {
      sourceName,
      targetId: only?.id ?? null,
      targetName: only?.name ?? "",
      matchedBy: only?.by ?? null,
      confirmedAt: null,
      confirmedBy: null,
    };
    if (before)
      await tx
        .update(mappings)
        .set({ ...values, version: sql`${mappings.version} + 1` })
        .where(and(eq(mappings.organizationId, organizationId), eq(mappings.id, before.id)));
    else
      await tx
        .insert(mappings)
        .values({ ...values, organizationId, integrationId, environmentId, kind, sourceKey })
        // Somebody wrote it down by hand in the meantime: a person's word stands.
        .onConflictDoNothing();
  }
  // What the Hub no longer lists and nobody confirmed is nothing to ask about.
  const keys = matches.map(({ sourceKey }) => sourceKey);
  if (keys.length > 0)
    await tx
      .delete(mappings)
      .where(
        and(
          eq(mappings.organizationId, organizationId),
          eq(mappings.environmentId, environmentId),
          eq(mappings.kind, kind),
          isNull(mappings.confirmedAt),
          notInArray(mappings.sourceKey, keys),
        ),
      );
}

/** Keeps what an environment lists of a kind in place of what it listed before. */
export async function saveList(
  tx: Transaction,
  {
    organizationId,
    integrationId,
    kind,
    now,
  }: {
    organizationId: number;
    integrationId: number;
    kind: MappingKind | "development";
    now: Date;
  },
  environmentId: number,
  items: readonly CatalogueItem[],
): Promise<void> {
  await tx
    .delete(remoteLists)
    .where(
      and(
        eq(remoteLists.organizationId, organizationId),
        eq(remoteLists.environmentId, environmentId),
        eq(remoteLists.kind, kind),
      ),
    );
  const rows = [...new Map(items.map((item) => [item.id, item])).values()].map(
    ({ id, name, code, flags }) => ({
      organizationId,
      integrationId,
      environmentId,
      kind,
      remoteId: id,
      name,
      code,
      flags: { ...flags },
      loadedAt: now,
    }),
  );
  if (rows.length > 0) await tx.insert(remoteLists).values(rows);
}
