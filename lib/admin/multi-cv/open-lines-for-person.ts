import { currentDatabase } from "@/db/current-database.ts";
import { openClock } from "@/db/queries/now.ts";
import { KIND_SENTENCE, kindOf, PartnerError } from "@/lib/core/errors.ts";
import { redactText } from "@/lib/core/redact.ts";
import type { Environment, Environments, FlowContext } from "@/lib/engine/flows/flow-context.ts";
import { openEnvironments } from "@/lib/engine/flows/open-environments.ts";
import { startRun } from "@/lib/engine/flows/start-run.ts";
import { loadSettings } from "@/lib/engine/load-settings.ts";
import { readAllowedHosts } from "@/lib/engine/make-transports.ts";
import { env } from "@/lib/env.ts";
import type { CvClient } from "@/lib/multi-cv/cv/open-cv.ts";
import { openCvLine } from "@/lib/multi-cv/open-lines.ts";
import { openSienge, type SiengeClient } from "@/lib/multi-cv/sienge/open-sienge.ts";
import { findConnector } from "@/lib/registry.ts";
import type { Outcome } from "../define-use-case.ts";
import { StillRacingError } from "../repeat-after-race.ts";
import { type Flow, MULTI_CV } from "./require-flow.ts";

const LIMIT_MS = 60_000;

/**
 * Work that calls partners. It runs after its use-case's transaction, so that a slow partner holds
 * no connection, and its secrets reach no browser.
 */
export interface Prepared<Value> {
  run(signal: AbortSignal): Promise<Outcome<Value>>;
}

/** Makes {@link Prepared} work: what a partner refuses becomes a sentence for the person. */
export function prepareCalls<Value>(
  flow: Flow,
  work: (environments: Environments, ctx: FlowContext) => Promise<Value>,
): Prepared<Value> {
  return {
    async run(signal) {
      const secrets: string[] = [];
      const limit = AbortSignal.timeout(LIMIT_MS);
      try {
        const { db } = currentDatabase();
        const keys = env().ENLACE_KEYS;
        const either = AbortSignal.any([signal, limit]);
        const of = { organizationId: flow.organizationId, integrationId: flow.integrationId };
        const organization = { id: flow.organizationId, name: "", timeZone: flow.timeZone };
        const log = () => undefined;
        const now = await openClock(db);
        const environments = await openEnvironments({
          engine: {
            database: currentDatabase(),
            keys,
            allowPrivate: readAllowedHosts(env().ALLOWED_PRIVATE_HOSTS),
            now,
          },
          organization,
          integrationId: flow.integrationId,
          log,
          secrets,
          signal: either,
          evenPaused: true,
        });
        const { settings } = await loadSettings(db, {
          specs: findConnector(MULTI_CV)?.settings ?? [],
          ...of,
          branchIds: [],
          keys,
        });
        const ctx: FlowContext = {
          organization,
          integrationId: flow.integrationId,
          settings,
          db,
          environments,
          log,
          signal: either,
          now,
          startRun: (tx, request) =>
            startRun(tx, { ...of, ...request, origin: "person", requestedName: "" }),
        };
        return { ok: true, value: await work(environments, ctx) };
      } catch (error) {
        if (limit.aborted)
          return refused(
            `O sistema não respondeu em ${LIMIT_MS / 1000} segundos. Confira o endereço e tente novamente.`,
          );
        if (error instanceof StillRacingError) return refused(error.sentence);
        const kind = kindOf(error);
        // A defect of ours is not a partner's refusal.
        if (kind === "internal") throw error;
        return refused(
          redactText(
            error instanceof PartnerError && error.detail ? error.detail : KIND_SENTENCE[kind],
            secrets,
          ),
        );
      }
    },
  };
}

const refused = (
  message: string,
): { ok: false; problem: { kind: "refused"; message: string } } => ({
  ok: false,
  problem: { kind: "refused", message },
});

/** A line to a CV environment. */
export function cvLine(environment: Environment): CvClient {
  return openCvLine(environment);
}

/** A line to a Sienge. */
export function siengeLine({
  http,
  name,
  baseUrl,
  tenant,
  userName,
  secret,
}: Environment): SiengeClient {
  return openSienge({ http, label: name, baseUrl, tenant, user: userName, password: secret });
}
