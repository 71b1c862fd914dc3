"use server";

import type { Outcome } from "@/lib/admin/define-use-case.ts";
import { answerDecision } from "@/lib/admin/multi-cv/answer-decision.ts";
import {
  addMapping,
  confirmCertainMappings,
  confirmMapping,
} from "@/lib/admin/multi-cv/confirm-mappings.ts";
import { importDevelopments } from "@/lib/admin/multi-cv/import-developments.ts";
import { importEnvironments } from "@/lib/admin/multi-cv/import-environments.ts";
import { importReservations } from "@/lib/admin/multi-cv/import-reservations.ts";
import { linkReservation } from "@/lib/admin/multi-cv/link-reservation.ts";
import type { Prepared } from "@/lib/admin/multi-cv/open-lines-for-person.ts";
import { prepareComparison } from "@/lib/admin/multi-cv/prepare-comparison.ts";
import { prepareDevelopmentCheck } from "@/lib/admin/multi-cv/prepare-development-check.ts";
import { prepareEnvironmentCheck } from "@/lib/admin/multi-cv/prepare-environment-check.ts";
import { prepareMappingLoad } from "@/lib/admin/multi-cv/prepare-mapping-load.ts";
import {
  prepareRegistrationList,
  prepareWebhookRegistration,
} from "@/lib/admin/multi-cv/prepare-webhook-registration.ts";
import { requestReconciliation } from "@/lib/admin/multi-cv/reconciliation.ts";
import { releaseBrake as release } from "@/lib/admin/multi-cv/release-brake.ts";
import { repeatStep, repeatStuckStep } from "@/lib/admin/multi-cv/repeat-step.ts";
import { createDevelopment, updateDevelopment } from "@/lib/admin/multi-cv/save-development.ts";
import { createEnvironment, updateEnvironment } from "@/lib/admin/multi-cv/save-environment.ts";
import {
  renewWebhookKey,
  repeatReceivedEvent,
  saveWebhook,
} from "@/lib/admin/multi-cv/save-webhook.ts";
import { setEnvironmentPaused } from "@/lib/admin/multi-cv/set-environment-paused.ts";
import { requireActor } from "@/lib/auth/current-actor.ts";
import { publicOrigin } from "./public-origin.ts";

// The use-case's own schema decides what a code is; a browser may send any text.
type Loose<Input, Key extends keyof Input> = Omit<Input, Key> & Record<Key, string>;

/** Calls to partners are made after the use-case's transaction. Whoever left costs at most their own limit of time. */
async function call<Value>(prepared: Outcome<Prepared<Value>>): Promise<Outcome<Value>> {
  return prepared.ok ? prepared.value.run(new AbortController().signal) : prepared;
}

export async function repeatStuck(input: Parameters<typeof repeatStuckStep>[1]) {
  return repeatStuckStep(await requireActor(), input);
}
export async function repeat(input: Parameters<typeof repeatStep>[1]) {
  return repeatStep(await requireActor(), input);
}
export async function answerQuestion(input: Parameters<typeof answerDecision>[1]) {
  return answerDecision(await requireActor(), input);
}
export async function compare(input: Parameters<typeof prepareComparison>[1]) {
  return call(await prepareComparison(await requireActor(), input));
}
export async function releaseBrake(input: Parameters<typeof release>[1]) {
  return release(await requireActor(), input);
}
export async function createDevelopmentOf(input: Parameters<typeof createDevelopment>[1]) {
  return createDevelopment(await requireActor(), input);
}
export async function updateDevelopmentOf(input: Parameters<typeof updateDevelopment>[1]) {
  return updateDevelopment(await requireActor(), input);
}
export async function importDevelopmentFile(input: Parameters<typeof importDevelopments>[1]) {
  return importDevelopments(await requireActor(), input);
}
export async function checkDevelopmentNow(input: Parameters<typeof prepareDevelopmentCheck>[1]) {
  return call(await prepareDevelopmentCheck(await requireActor(), input));
}
export async function createEnvironmentOf(
  input: Loose<Parameters<typeof createEnvironment>[1], "kind">,
) {
  return createEnvironment(await requireActor(), input as Parameters<typeof createEnvironment>[1]);
}
export async function updateEnvironmentOf(input: Parameters<typeof updateEnvironment>[1]) {
  return updateEnvironment(await requireActor(), input);
}
export async function importReservationFile(input: Parameters<typeof importReservations>[1]) {
  return importReservations(await requireActor(), input);
}
export async function linkReservationTo(input: Parameters<typeof linkReservation>[1]) {
  return linkReservation(await requireActor(), input);
}
export async function importEnvironmentFile(input: Parameters<typeof importEnvironments>[1]) {
  return importEnvironments(await requireActor(), input);
}
export async function setPaused(input: Parameters<typeof setEnvironmentPaused>[1]) {
  return setEnvironmentPaused(await requireActor(), input);
}
export async function checkEnvironmentNow(input: Parameters<typeof prepareEnvironmentCheck>[1]) {
  return call(await prepareEnvironmentCheck(await requireActor(), input));
}
export async function loadMappings(input: Parameters<typeof prepareMappingLoad>[1]) {
  return call(await prepareMappingLoad(await requireActor(), input));
}
export async function confirmOne(input: Parameters<typeof confirmMapping>[1]) {
  return confirmMapping(await requireActor(), input);
}
export async function confirmCertain(input: Parameters<typeof confirmCertainMappings>[1]) {
  return confirmCertainMappings(await requireActor(), input);
}
export async function addTypedMapping(input: Parameters<typeof addMapping>[1]) {
  return addMapping(await requireActor(), input);
}
export async function registerWebhooks({ environmentId }: { environmentId: number }) {
  return call(
    await prepareWebhookRegistration(await requireActor(), {
      environmentId,
      origin: await publicOrigin(),
    }),
  );
}
export async function listRegistrations({ environmentId }: { environmentId: number }) {
  return call(
    await prepareRegistrationList(await requireActor(), {
      environmentId,
      origin: await publicOrigin(),
    }),
  );
}
export async function renewWebhook(input: Parameters<typeof renewWebhookKey>[1]) {
  return renewWebhookKey(await requireActor(), input);
}
export async function saveWebhookOf(input: Parameters<typeof saveWebhook>[1]) {
  return saveWebhook(await requireActor(), input);
}
export async function repeatEvent(input: Parameters<typeof repeatReceivedEvent>[1]) {
  return repeatReceivedEvent(await requireActor(), input);
}
export async function reconcileNow(input: Parameters<typeof requestReconciliation>[1]) {
  return requestReconciliation(await requireActor(), input);
}
