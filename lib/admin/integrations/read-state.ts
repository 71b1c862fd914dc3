import type { Queryable } from "@/db/client.ts";
import {
  type IntegrationRow,
  listIntegrationBranches,
  listSettings,
  type SettingRow,
} from "@/db/queries/integrations/integrations.ts";
import { placeKey } from "@/lib/core/setting-place.ts";
import type { CatalogueEntry } from "./catalogue.ts";
import type { IntegrationSnapshot, SealedSecrets } from "./describe-changes.ts";

/** What a save starts from or ends with: for the versions. */
export interface IntegrationStateRead {
  snapshot: IntegrationSnapshot;
  secrets: SealedSecrets;
  settings: SettingRow[];
}

/** Reads an integration as a version keeps it. Keys that the type no longer has are left out. */
export async function readState(
  db: Queryable,
  row: IntegrationRow,
  entry: CatalogueEntry,
): Promise<IntegrationStateRead> {
  const place = { organizationId: row.organizationId, integrationId: row.id };
  const branches = (await listIntegrationBranches(db, place)).map(({ id, name }) => ({ id, name }));
  const settings = await listSettings(db, place);
  const branchNames = new Map(branches.map(({ id, name }) => [id, name]));
  const shown = entry.settings.flatMap((spec) =>
    settings
      .filter(({ key }) => key === spec.key)
      .map(({ key, branchId, value }) => ({
        key,
        label: spec.label,
        branchId,
        branchName: branchNames.get(branchId) ?? "",
        value,
      })),
  );
  const { description, connectorId, active, intervalMinutes } = row;
  return {
    snapshot: {
      description,
      connectorId,
      connectorName: entry.name,
      active,
      intervalMinutes,
      branches,
      settings: shown,
    },
    secrets: Object.fromEntries(
      settings.flatMap((row) => (row.ciphertext ? [[placeKey(row), row.ciphertext]] : [])),
    ),
    settings,
  };
}
