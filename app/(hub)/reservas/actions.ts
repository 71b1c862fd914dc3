"use server";

import type { Outcome, UseCase } from "@/lib/admin/define-use-case.ts";
import { answerDecision } from "@/lib/admin/multi-cv/answer-decision.ts";
import {
  addMapping,
  confirmCertainMappings,
  confirmMapping,
} from "@/lib/admin/multi-cv/confirm-mappings.ts";
import { createProposedDevelopments } from "@/lib/admin/multi-cv/create-proposed-developments.ts";
import { importDevelopments } from "@/lib/admin/multi-cv/import-developments.ts";
import { importEnvironments } from "@/lib/admin/multi-cv/import-environments.ts";
import { importReservations } from "@/lib/admin/multi-cv/import-reservations.ts";
import { linkReservation } from "@/lib/admin/multi-cv/link-reservation.ts";
import type { Prepared } from "@/lib/admin/multi-cv/open-lines-for-person.ts";
import { prepareComparison } from "@/lib/admin/multi-cv/prepare-comparison.ts";
import { prepareDevelopmentCheck } from "@/lib/admin/multi-cv/prepare-development-check.ts";
import { prepareEnvironmentCheck } from "@/lib/admin/multi-cv/prepare-environment-check.ts";
import { prepareRehearsal } from "@/lib/admin/multi-cv/prepare-rehearsal.ts";
import { prepareMappingLoad } from "@/lib/admin/multi-cv/prepare-mapping-load.ts";
import {
  prepareRegistrationList,
  prepareWebhookRegistration,
} from "@/lib/admin/multi-cv/prepare-webhook-registration.ts";
import { requestReview } from "@/lib/admin/multi-cv/request-review.ts";
import { requestSetup } from "@/lib/admin/multi-cv/request-setup.ts";
import { MULTI_CV } from "@/lib/admin/multi-cv/require-flow.ts";
import { registerIntegration } from "@/lib/admin/integrations/register-integration.ts";
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
import type { SignedInActor } from "@/lib/auth/sessions.ts";
import { readFocusedClient } from "@/lib/auth/focused-client.ts";
import { defineAction } from "../../define-action.ts";
import { publicOrigin } from "./public-origin.ts";

// The use-case's own schema decides what a code is; a browser may send any text.
type Loose<Input, Key extends keyof Input> = Omit<Input, Key> & Record<Key, string>;

/**
 * Calls to partners are made after the use-case's transaction. Whoever left costs at most their own
 * limit of time.
 */
function thenCall<Input, Value>(prepare: UseCase<Input, Prepared<Value>>) {
  return async (actor: SignedInActor, input: Input): Promise<Outcome<Value>> => {
    const prepared = await prepare(actor, input);
    return prepared.ok ? prepared.value.run(new AbortController().signal) : prepared;
  };
}

export const repeatStuck = defineAction(repeatStuckStep);
export const repeat = defineAction(repeatStep);
export const answerQuestion = defineAction(answerDecision);
export const compare = defineAction(thenCall(prepareComparison));
export const releaseBrake = defineAction(release);
export const createDevelopmentOf = defineAction(createDevelopment);
export const updateDevelopmentOf = defineAction(updateDevelopment);
export const importDevelopmentFile = defineAction(importDevelopments);
export const checkDevelopmentNow = defineAction(thenCall(prepareDevelopmentCheck));
export const createEnvironmentOf = defineAction(
  (actor, input: Loose<Parameters<typeof createEnvironment>[1], "kind">) =>
    createEnvironment(actor, input as Parameters<typeof createEnvironment>[1]),
);
export const updateEnvironmentOf = defineAction(updateEnvironment);
export const importReservationFile = defineAction(importReservations);
export const linkReservationTo = defineAction(linkReservation);
export const importEnvironmentFile = defineAction(importEnvironments);
export const setPaused = defineAction(setEnvironmentPaused);
export const checkEnvironmentNow = defineAction(thenCall(prepareEnvironmentCheck));
export const loadMappings = defineAction(thenCall(prepareMappingLoad));
export const confirmOne = defineAction(confirmMapping);
export const confirmCertain = defineAction(confirmCertainMappings);
export const addTypedMapping = defineAction(addMapping);
export const registerWebhooks = defineAction(async (actor, input: { environmentId: number }) =>
  thenCall(prepareWebhookRegistration)(actor, { ...input, origin: await publicOrigin() }),
);
export const listRegistrations = defineAction(async (actor, input: { environmentId: number }) =>
  thenCall(prepareRegistrationList)(actor, { ...input, origin: await publicOrigin() }),
);
export const renewWebhook = defineAction(renewWebhookKey);
export const saveWebhookOf = defineAction(saveWebhook);
export const repeatEvent = defineAction(repeatReceivedEvent);
export const loadEverything = defineAction(requestSetup);
export const adoptDevelopments = defineAction(createProposedDevelopments);
export const confirmAllCertain = defineAction(confirmCertainMappings);
export const rehearse = defineAction(thenCall(prepareRehearsal));
/** One a client: two people who begin at the same moment begin the same one. */
export const startSetup = defineAction(async (actor) =>
  registerIntegration(actor, {
    organizationId: await readFocusedClient(actor),
    connectorId: MULTI_CV,
    description: "Multi CV",
    active: false,
    intervalMinutes: 5,
    branchIds: [],
    settings: [],
    registrationKey: "inicio-multi-cv",
  }),
);
export const reviewNow = defineAction(requestReview);
export const reconcileNow = defineAction(requestReconciliation);
