import type { Transaction } from "@/db/client.ts";
import {
  findConnectorRow,
  findIntegration,
  type IntegrationPlace,
  type IntegrationRow,
  removeSetting,
  replaceIntegrationBranches,
  type SettingRow,
  updateIntegration,
  writeSetting,
} from "@/db/queries/integrations/integrations.ts";
import { insertVersion } from "@/db/queries/integrations/integration-versions.ts";
import type { Actor } from "@/lib/core/permissions.ts";
import { placeKey } from "@/lib/core/setting-place.ts";
import { syncSchedules } from "@/lib/engine/sync-schedules.ts";
import { env } from "@/lib/env.ts";
import { findConnector } from "@/lib/registry.ts";
import { encryptSecret } from "@/lib/secrets.ts";
import type { CheckedRegistration, DecidedSetting } from "./check-registration.ts";
import { readCatalogueEntry } from "./catalogue.ts";
import { compareSealed, describeChanges, type FieldChange } from "./describe-changes.ts";
import { meetRunningTasks } from "./meet-running-tasks.ts";
import { type IntegrationStateRead, readState } from "./read-state.ts";
import type { RunningChoice } from "./running-choice.ts";

interface Save {
  actor: Actor;
  /** Locked by the caller. */
  row: IntegrationRow;
  checked: CheckedRegistration;
  /** What becomes of tasks that run while this takes something away. */
  running: RunningChoice;
  now: Date;
}

/**
 * Writes a checked save of an existing integration: registration, branches, settings, version,
 * schedule. Returns what changed.
 */
export async function saveRegistration(
  tx: Transaction,
  { actor, row, checked, running, now }: Save,
): Promise<{ version: number; changes: FieldChange[] }> {
  const place = { organizationId: row.organizationId, integrationId: row.id };
  const oldConnector = await findConnectorRow(tx, row.connectorId);
  const before = await readState(
    tx,
    row,
    oldConnector ? readCatalogueEntry(oldConnector) : checked.entry,
  );
  await meetRunningTasks(tx, { place, before, checked, choice: running, by: actor.name });
  const { connectorId, description, active, intervalMinutes, branchIds } = checked.fields;
  const version = await updateIntegration(
    tx,
    place,
    {
      connectorId,
      description,
      active,
      intervalMinutes,
      pausedReason: active ? null : row.pausedReason,
    },
    now,
  );
  await replaceIntegrationBranches(tx, place, branchIds);
  await writeSettings(tx, place, checked.settings, before.settings, actor, now);
  const changes = await writeVersion(tx, { actor, place, checked, version, before, now });
  await planRuns(tx, place, checked, row.intervalMinutes !== intervalMinutes, now);
  return { version, changes };
}

/** The parts of a registration that stand in tables of their own, for an integration that was just added. */
export async function saveNewRegistration(
  tx: Transaction,
  {
    actor,
    place,
    checked,
    now,
  }: { actor: Actor; place: IntegrationPlace; checked: CheckedRegistration; now: Date },
): Promise<FieldChange[]> {
  await replaceIntegrationBranches(tx, place, checked.fields.branchIds);
  await writeSettings(tx, place, checked.settings, [], actor, now);
  const changes = await writeVersion(tx, { actor, place, checked, version: 1, before: null, now });
  await planRuns(tx, place, checked, true, now);
  return changes;
}

async function writeSettings(
  tx: Transaction,
  place: IntegrationPlace,
  decided: readonly DecidedSetting[],
  stored: readonly SettingRow[],
  actor: Actor,
  now: Date,
): Promise<void> {
  const kept = new Set(decided.map(placeKey));
  for (const row of stored) {
    if (!kept.has(placeKey(row))) await removeSetting(tx, place, row);
  }
  for (const { key, branchId, secret, write } of decided) {
    if (!write) continue;
    const sealed =
      "ciphertext" in write
        ? write.ciphertext
        : secret
          ? encryptSecret(env().ENLACE_KEYS, { ...place, key, branchId }, write.plain)
          : null;
    await writeSetting(tx, {
      ...place,
      key,
      branchId,
      value: "plain" in write && !secret ? write.plain : null,
      ciphertext: sealed,
      updatedBy: actor.name,
      updatedAt: now,
    });
  }
}

interface Version {
  actor: Actor;
  place: IntegrationPlace;
  checked: CheckedRegistration;
  version: number;
  before: IntegrationStateRead | null;
  now: Date;
}

async function writeVersion(
  tx: Transaction,
  { actor, place, checked, version, before, now }: Version,
): Promise<FieldChange[]> {
  const saved = await findIntegration(tx, place.integrationId);
  if (!saved) throw new Error(`integration ${place.integrationId} vanished during its save`);
  const after = await readState(tx, saved, checked.entry);
  const changes = before
    ? describeChanges(before, after, compareSealed(env().ENLACE_KEYS, place))
    : [];
  await insertVersion(tx, {
    ...place,
    version,
    authorId: actor.personId,
    authorName: actor.name,
    at: now,
    snapshot: after.snapshot,
    secrets: after.secrets,
    changes,
  });
  return changes;
}

async function planRuns(
  tx: Transaction,
  place: IntegrationPlace,
  { entry, fields, organization }: CheckedRegistration,
  rhythmChanged: boolean,
  now: Date,
): Promise<void> {
  const { active, intervalMinutes } = fields;
  await syncSchedules(
    tx,
    findConnector(entry.id),
    { ...place, active, intervalMinutes, timeZone: organization.timeZone, rhythmChanged },
    now,
  );
}
