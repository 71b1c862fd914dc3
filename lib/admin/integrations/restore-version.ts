import { z } from "zod";
import { readNow } from "@/db/queries/now.ts";
import {
  findConnectorRow,
  findIntegration,
  listRegistrationBranches,
  listSettings,
} from "@/db/queries/integrations/integrations.ts";
import { findVersion } from "@/db/queries/integrations/integration-versions.ts";
import { placeKey, type SettingPlace } from "@/lib/core/setting-place.ts";
import { defineUseCase, notFound, Refusal } from "../define-use-case.ts";
import { checkRegistration, type WantedSetting } from "./check-registration.ts";
import { readSide } from "./compare-versions.ts";
import type { FieldChange } from "./describe-changes.ts";
import { integrationId } from "./registration-input.ts";
import { saveRegistration } from "./save-registration.ts";
import { conflictOf } from "./update-integration.ts";

const number = z.number().int().positive();

/** "Restaurar": saves an older version again, as a new one, with the secrets it had. */
export const restoreVersion = defineUseCase({
  name: "restore-version",
  permission: "edit",
  input: integrationId.extend({ version: number, currentVersion: number }),
  run: async ({
    actor,
    input,
    tx,
    audit,
  }): Promise<{ version: number; changes: FieldChange[] }> => {
    const row = await findIntegration(tx, input.id, { lock: true });
    if (!row) notFound("Integração não encontrada.");
    if (row.version !== input.currentVersion)
      throw await conflictOf(tx, row, input.currentVersion, actor.timeZone);
    const place = { organizationId: row.organizationId, integrationId: row.id };
    const version = await findVersion(tx, place, input.version);
    if (!version) notFound("Versão não encontrada.");
    const { snapshot, secrets } = readSide(version);
    if (snapshot.connectorId !== row.connectorId && row.lastTaskId !== null)
      throw new Refusal({
        kind: "refused",
        message:
          "Esta versão é de outro tipo de integração e já há tarefas do tipo atual. Cadastre outra integração.",
      });

    // What is gone since (a branch, a key of the type) cannot come back with the version.
    const branches = await listRegistrationBranches(
      tx,
      row.organizationId,
      snapshot.branches.map(({ id }) => id),
    );
    const known = new Set(
      (
        (await findConnectorRow(tx, snapshot.connectorId))?.settings as
          | Array<{ key: string }>
          | undefined
      )?.map(({ key }) => key),
    );
    const isThere = ({ key, branchId }: SettingPlace) =>
      known.has(key) && (branchId === 0 || branches.some(({ id }) => id === branchId));
    const places = snapshot.settings.filter(isThere);
    const wanted = places.map(({ key, branchId, value }): WantedSetting => {
      const ciphertext = secrets[placeKey({ key, branchId })];
      return { key, branchId, value: ciphertext === undefined ? (value ?? "") : { ciphertext } };
    });
    const stored = await listSettings(tx, place);
    const restored = new Set(places.map(placeKey));
    const cleared = stored.filter((row) => isThere(row) && !restored.has(placeKey(row)));
    const settings = [
      ...wanted,
      ...cleared.map(({ key, branchId }): WantedSetting => ({ key, branchId, value: "" })),
    ];

    const { description, connectorId, active, intervalMinutes } = snapshot;
    const checked = await checkRegistration(tx, {
      organizationId: row.organizationId,
      stored: row.connectorId === connectorId ? stored : [],
      fields: {
        description,
        connectorId,
        active,
        intervalMinutes,
        branchIds: branches.map(({ id }) => id),
        settings,
      },
    });
    // What runs ends as it began: the version's page has no place to ask.
    const saved = await saveRegistration(tx, {
      actor,
      row,
      checked,
      running: "finish",
      now: await readNow(tx),
    });
    await audit({
      organizationId: row.organizationId,
      subjectType: "integration",
      subjectId: row.id,
      summary: `Restaurou a versão ${input.version} de “${description}” (versão ${saved.version})`,
      changes: saved.changes,
    });
    return saved;
  },
});
