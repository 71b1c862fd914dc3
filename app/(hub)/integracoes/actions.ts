"use server";

import type { FormPayload } from "@/components/integrations/form-values.ts";
import type { TestResult } from "@/components/integrations/registration-props.ts";
import type { Outcome } from "@/lib/admin/define-use-case.ts";
import { compareVersions } from "@/lib/admin/integrations/compare-versions.ts";
import {
  type PreparedTest,
  prepareConnectionTest,
  prepareNewConnectionTest,
} from "@/lib/admin/integrations/prepare-connection-test.ts";
import { readRegistrationChoices } from "@/lib/admin/integrations/read-registration-choices.ts";
import { previewSetting } from "@/lib/admin/integrations/preview-setting.ts";
import { registerIntegration } from "@/lib/admin/integrations/register-integration.ts";
import { restoreVersion } from "@/lib/admin/integrations/restore-version.ts";
import { setIntegrationActive } from "@/lib/admin/integrations/set-integration-active.ts";
import { updateIntegration } from "@/lib/admin/integrations/update-integration.ts";
import { defineAction } from "../../define-action.ts";

/** "Cadastrar". */
export const register = defineAction(async (actor, payload: FormPayload) => {
  const outcome = await registerIntegration(actor, payload);
  return outcome.ok ? { ok: true, value: { id: outcome.value.id, version: 1 } } : outcome;
});

/** "Salvar". */
export const update = defineAction(async (actor, payload: FormPayload) => {
  const outcome = await updateIntegration(actor, payload);
  return outcome.ok
    ? { ok: true, value: { id: payload.id, version: outcome.value.version } }
    : outcome;
});

/** "Testar conexão" of a registration that is not saved yet. */
export const testNewConnection = defineAction(async (actor, payload: FormPayload) =>
  runTest(await prepareNewConnectionTest(actor, payload)),
);

/** "Testar conexão" of an integration, with what is typed. */
export const testConnection = defineAction(async (actor, payload: FormPayload) =>
  runTest(await prepareConnectionTest(actor, payload)),
);

async function runTest(prepared: Outcome<PreparedTest>): Promise<Outcome<TestResult>> {
  // The test has its own limit of time; a person who left costs at most that.
  return prepared.ok
    ? { ok: true, value: await prepared.value.run(new AbortController().signal) }
    : prepared;
}

/** What a file would look like with what is typed. */
export const preview = defineAction(previewSetting);

/** The branches of a client, when an agent chooses one. */
export const loadBranches = defineAction(async (actor, organizationId: number) => {
  const outcome = await readRegistrationChoices(actor, { organizationId });
  return outcome.ok ? { ok: true, value: outcome.value.branches } : outcome;
});

/** "Ativar" and "Inativar". */
export const setActive = defineAction(
  (actor, id: number, active: boolean, running?: "finish" | "stop") =>
    setIntegrationActive(actor, { id, active, running }),
);

/** Two versions side by side. */
export const compare = defineAction((actor, id: number, older: number, newer: number) =>
  compareVersions(actor, { id, older, newer }),
);

/** "Restaurar". */
export const restore = defineAction(
  async (actor, id: number, version: number, currentVersion: number) => {
    const outcome = await restoreVersion(actor, { id, version, currentVersion });
    return outcome.ok ? { ok: true, value: { version: outcome.value.version } } : outcome;
  },
);
