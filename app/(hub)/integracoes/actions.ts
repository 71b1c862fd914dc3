"use server";

import type { FormPayload } from "@/components/integrations/form-values.ts";
import type { ActionOutcome, TestResult } from "@/components/integrations/registration-props.ts";
import type { Outcome } from "@/lib/admin/define-use-case.ts";
import {
  compareVersions,
  type VersionComparison,
} from "@/lib/admin/integrations/compare-versions.ts";
import {
  type PreparedTest,
  prepareConnectionTest,
  prepareNewConnectionTest,
} from "@/lib/admin/integrations/prepare-connection-test.ts";
import {
  type BranchChoice,
  readRegistrationChoices,
} from "@/lib/admin/integrations/read-registration-choices.ts";
import { previewSetting } from "@/lib/admin/integrations/preview-setting.ts";
import { registerIntegration } from "@/lib/admin/integrations/register-integration.ts";
import { restoreVersion } from "@/lib/admin/integrations/restore-version.ts";
import { setIntegrationActive } from "@/lib/admin/integrations/set-integration-active.ts";
import { updateIntegration } from "@/lib/admin/integrations/update-integration.ts";
import { findActor } from "@/lib/auth/current-actor.ts";
import type { SignedInActor } from "@/lib/auth/sessions.ts";

/**
 * Runs an act for the signed-in person. Who is signed out stays on the page: a redirect would take
 * what was typed along.
 */
async function act<Value>(
  work: (actor: SignedInActor) => Promise<Outcome<Value>>,
): Promise<ActionOutcome<Value>> {
  const actor = await findActor();
  return actor
    ? work(actor)
    : {
        ok: false,
        problem: {
          kind: "signed_out",
          message: "Sua sessão expirou. Entre de novo para continuar.",
        },
      };
}

/** "Cadastrar". */
export async function register(
  payload: FormPayload,
): Promise<ActionOutcome<{ id: number; version: number }>> {
  return act(async (actor) => {
    const outcome = await registerIntegration(actor, payload);
    return outcome.ok ? { ok: true, value: { id: outcome.value.id, version: 1 } } : outcome;
  });
}

/** "Salvar". */
export async function update(
  payload: FormPayload,
): Promise<ActionOutcome<{ id: number; version: number }>> {
  return act(async (actor) => {
    const outcome = await updateIntegration(actor, payload);
    return outcome.ok
      ? { ok: true, value: { id: payload.id, version: outcome.value.version } }
      : outcome;
  });
}

/** "Testar conexão" of a registration that is not saved yet. */
export async function testNewConnection(payload: FormPayload): Promise<ActionOutcome<TestResult>> {
  return act(async (actor) => runTest(await prepareNewConnectionTest(actor, payload)));
}

/** "Testar conexão" of an integration, with what is typed. */
export async function testConnection(payload: FormPayload): Promise<ActionOutcome<TestResult>> {
  return act(async (actor) => runTest(await prepareConnectionTest(actor, payload)));
}

async function runTest(prepared: Outcome<PreparedTest>): Promise<Outcome<TestResult>> {
  // The test has its own limit of time; a person who left costs at most that.
  return prepared.ok
    ? { ok: true, value: await prepared.value.run(new AbortController().signal) }
    : prepared;
}

/** What a file would look like with what is typed. */
export async function preview(asked: {
  connectorId: string;
  key: string;
  values: Record<string, string>;
}): Promise<ActionOutcome<string[]>> {
  return act((actor) => previewSetting(actor, asked));
}

/** The branches of a client, when an agent chooses one. */
export async function loadBranches(organizationId: number): Promise<ActionOutcome<BranchChoice[]>> {
  return act(async (actor) => {
    const outcome = await readRegistrationChoices(actor, { organizationId });
    return outcome.ok ? { ok: true, value: outcome.value.branches } : outcome;
  });
}

/** "Ativar" and "Inativar". */
export async function setActive(
  id: number,
  active: boolean,
): Promise<ActionOutcome<{ active: boolean }>> {
  return act((actor) => setIntegrationActive(actor, { id, active }));
}

/** Two versions side by side. */
export async function compare(
  id: number,
  older: number,
  newer: number,
): Promise<ActionOutcome<VersionComparison>> {
  return act((actor) => compareVersions(actor, { id, older, newer }));
}

/** "Restaurar". */
export async function restore(
  id: number,
  version: number,
  currentVersion: number,
): Promise<ActionOutcome<{ version: number }>> {
  return act(async (actor) => {
    const outcome = await restoreVersion(actor, { id, version, currentVersion });
    return outcome.ok ? { ok: true, value: { version: outcome.value.version } } : outcome;
  });
}
