import { findIntegration } from "@/db/queries/integrations/integrations.ts";
import { listVersionRows } from "@/db/queries/integrations/integration-versions.ts";
import { defineUseCase, notFound } from "../define-use-case.ts";
import type { FieldChange } from "./describe-changes.ts";
import { integrationId } from "./registration-input.ts";

/** One save in the list "Versões". */
export interface VersionSummary {
  version: number;
  authorName: string;
  at: string;
  changes: FieldChange[];
}

/** Every save of an integration, newest first. */
export const listVersions = defineUseCase({
  name: "list-versions",
  permission: "view",
  input: integrationId,
  run: async ({ input, tx }): Promise<VersionSummary[]> => {
    const row = await findIntegration(tx, input.id);
    if (!row) notFound("Integração não encontrada.");
    const versions = await listVersionRows(tx, {
      organizationId: row.organizationId,
      integrationId: row.id,
    });
    return versions.map(({ version, authorName, at, changes }) => ({
      version,
      authorName,
      at: at.toISOString(),
      changes: changes as FieldChange[],
    }));
  },
});
