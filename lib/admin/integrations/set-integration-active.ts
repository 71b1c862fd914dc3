import { z } from "zod";
import { readNow } from "@/db/queries/now.ts";
import {
  findConnectorRow,
  findIntegration,
  listIntegrationBranches,
  listSettings,
} from "@/db/queries/integrations/integrations.ts";
import { defineUseCase, notFound, Refusal } from "../define-use-case.ts";
import { readCatalogueEntry } from "./catalogue.ts";
import { checkRegistration } from "./check-registration.ts";
import { integrationId } from "./registration-input.ts";
import { runningChoice } from "./running-choice.ts";
import { saveRegistration } from "./save-registration.ts";

/** "Ativar" and "Inativar", from the list or from a banner. Activating also ends a pause of the hub's own. */
export const setIntegrationActive = defineUseCase({
  name: "set-integration-active",
  permission: "edit",
  input: integrationId.extend({ active: z.boolean(), running: runningChoice }),
  run: async ({ actor, input, tx, audit }): Promise<{ active: boolean }> => {
    const row = await findIntegration(tx, input.id, { lock: true });
    const connector = row && (await findConnectorRow(tx, row.connectorId));
    if (!row || !connector) notFound("Integração não encontrada.");
    if (row.active === input.active) return { active: row.active };
    const place = { organizationId: row.organizationId, integrationId: row.id };
    const stored = await listSettings(tx, place);
    const branchIds = (await listIntegrationBranches(tx, place)).map(({ id }) => id);
    const { description, connectorId, intervalMinutes } = row;
    const known = new Set(readCatalogueEntry(connector).settings.map(({ key }) => key));
    const wanted = stored
      .filter(({ key }) => known.has(key))
      .map(({ key, branchId }) => ({ key, branchId, value: null }));
    const checked = await checkRegistration(tx, {
      organizationId: row.organizationId,
      stored,
      fields: {
        description,
        connectorId,
        active: input.active,
        intervalMinutes,
        branchIds,
        settings: wanted,
      },
    }).catch((error: unknown) => {
      if (!(error instanceof Refusal) || !error.problem.fields) throw error;
      throw new Refusal({
        ...error.problem,
        message: `Não foi possível ativar “${description}”: ${Object.values(error.problem.fields).slice(0, 3).join(" ")}`,
      });
    });
    const { changes } = await saveRegistration(tx, {
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
      summary: `${input.active ? "Ativou" : "Inativou"} “${description}”`,
      changes,
    });
    return { active: input.active };
  },
});
