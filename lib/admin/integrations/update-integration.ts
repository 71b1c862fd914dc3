import type { Transaction } from "@/db/client.ts";
import { readNow } from "@/db/queries/now.ts";
import {
  findIntegration,
  type IntegrationRow,
  listSettings,
} from "@/db/queries/integrations/integrations.ts";
import { listVersionsAfter } from "@/db/queries/integrations/integration-versions.ts";
import { formatInstant } from "@/lib/core/period.ts";
import { defineUseCase, notFound, Refusal } from "../define-use-case.ts";
import { checkRegistration } from "./check-registration.ts";
import type { FieldChange } from "./describe-changes.ts";
import { changedRegistration } from "./registration-input.ts";
import { saveRegistration } from "./save-registration.ts";

/** What the form may offer when somebody else saved first. */
export interface ConflictOffer {
  /** The version to save over, if the person decides so. */
  version: number;
  changes: FieldChange[];
}

/** "Salvar": writes both tabs as a new version, unless somebody saved since the form was filled. */
export const updateIntegration = defineUseCase({
  name: "update-integration",
  permission: "edit",
  input: changedRegistration,
  run: async ({
    actor,
    input,
    tx,
    audit,
  }): Promise<{ version: number; changes: FieldChange[] }> => {
    const row = await findIntegration(tx, input.id, { lock: true });
    if (!row) notFound("Integração não encontrada.");
    if (row.version !== input.version)
      throw await conflictOf(tx, row, input.version, actor.timeZone);
    if (row.connectorId !== input.connectorId && row.lastTaskId !== null) {
      const sentence =
        "O tipo não pode ser alterado depois da primeira tarefa, porque as tarefas e os arquivos existentes são do tipo atual. Cadastre outra integração para o novo tipo.";
      throw new Refusal({
        kind: "invalid",
        message: "Confira os campos indicados.",
        fields: { connectorId: sentence },
      });
    }
    const stored = await listSettings(tx, {
      organizationId: row.organizationId,
      integrationId: row.id,
    });
    const checked = await checkRegistration(tx, {
      organizationId: row.organizationId,
      fields: input,
      stored: row.connectorId === input.connectorId ? stored : [],
    });
    const saved = await saveRegistration(tx, {
      actor,
      row,
      checked,
      running: input.running,
      now: await readNow(tx),
    });
    await audit({
      organizationId: row.organizationId,
      subjectType: "integration",
      subjectId: row.id,
      summary: `Alterou “${checked.fields.description}” (versão ${saved.version})`,
      changes: saved.changes,
    });
    return saved;
  },
});

/** Who saved first, when, and what; with it the form lets the person choose. */
export async function conflictOf(
  tx: Transaction,
  row: IntegrationRow,
  version: number,
  timeZone: string,
): Promise<Refusal> {
  const later = await listVersionsAfter(
    tx,
    { organizationId: row.organizationId, integrationId: row.id },
    version,
  );
  const last = later[0];
  const who = last
    ? `${last.authorName} salvou esta integração em ${formatInstant(last.at, timeZone)}`
    : "Esta integração foi alterada";
  const offer: ConflictOffer = {
    version: row.version,
    changes: later.flatMap(({ changes }) => changes as FieldChange[]),
  };
  return new Refusal({
    kind: "conflict",
    message: `${who}, depois que você a abriu. Os dados digitados foram mantidos.`,
    offer,
  });
}
