import { z } from "zod";
import { findIntegration } from "@/db/queries/integrations/integrations.ts";
import { findVersion, type VersionRow } from "@/db/queries/integrations/integration-versions.ts";
import { parsePlaceKey, placeKey } from "@/lib/core/setting-place.ts";
import { env } from "@/lib/env.ts";
import { defineUseCase, notFound } from "../define-use-case.ts";
import {
  compareSealed,
  describeChanges,
  type FieldChange,
  type IntegrationSnapshot,
  type SealedSecrets,
} from "./describe-changes.ts";
import { integrationId } from "./registration-input.ts";

/** Two versions side by side: only what differs. */
export interface VersionComparison {
  older: number;
  newer: number;
  changes: FieldChange[];
}

const number = z.number().int().positive();

/** What differs between any two saves of an integration. */
export const compareVersions = defineUseCase({
  name: "compare-versions",
  permission: "view",
  input: integrationId.extend({ older: number, newer: number }),
  run: async ({ input, tx }): Promise<VersionComparison> => {
    const row = await findIntegration(tx, input.id);
    if (!row) notFound("Integração não encontrada.");
    const place = { organizationId: row.organizationId, integrationId: row.id };
    const [older, newer] = await Promise.all([
      findVersion(tx, place, input.older),
      findVersion(tx, place, input.newer),
    ]);
    if (!older || !newer) notFound("Versão não encontrada.");
    return {
      older: input.older,
      newer: input.newer,
      changes: describeChanges(
        readSide(older),
        readSide(newer),
        compareSealed(env().ENLACE_KEYS, place),
      ),
    };
  },
});

/** A version's row as `describeChanges` takes it. */
export function readSide(version: VersionRow): {
  snapshot: IntegrationSnapshot;
  secrets: SealedSecrets;
} {
  const secrets = Object.entries(version.secrets as Record<string, string>);
  return {
    snapshot: version.snapshot as IntegrationSnapshot,
    secrets: Object.fromEntries(
      secrets.map(([name, ciphertext]) => [placeKey(parsePlaceKey(name)), ciphertext]),
    ),
  };
}
