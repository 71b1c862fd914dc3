import { currentDatabase } from "@/db/current-database.ts";
import { KIND_SENTENCE, kindOf, PartnerError } from "@/lib/core/errors.ts";
import { redactText } from "@/lib/core/redact.ts";
import type { Environment, Environments } from "@/lib/engine/flows/define-room.ts";
import { openEnvironments } from "@/lib/engine/flows/open-environments.ts";
import { readAllowedHosts } from "@/lib/engine/make-transports.ts";
import { env } from "@/lib/env.ts";
import { type CvClient, openCv } from "@/lib/multi-cv/cv/open-cv.ts";
import { openSienge, type SiengeClient } from "@/lib/multi-cv/sienge/open-sienge.ts";
import type { Outcome } from "../define-use-case.ts";
import type { Flow } from "./require-flow.ts";

const LIMIT_MS = 60_000;

/** Work that calls partners. It runs after its use-case's transaction, so that a slow partner holds no connection, and its secrets reach no browser. */
export interface Prepared<Value> {
  run(signal: AbortSignal): Promise<Outcome<Value>>;
}

/** Makes {@link Prepared} work: what a partner refuses becomes a sentence for the person. */
export function prepareCalls<Value>(flow: Flow, work: (environments: Environments) => Promise<Value>): Prepared<Value> {
  return {
    async run(signal) {
      const secrets: string[] = [];
      const limit = AbortSignal.timeout(LIMIT_MS);
      try {
        const environments = await openEnvironments({
          engine: { database: currentDatabase(), keys: env().ENLACE_KEYS, allowPrivate: readAllowedHosts(env().ALLOWED_PRIVATE_HOSTS), now: () => new Date() },
          organization: { id: flow.organizationId, timeZone: flow.timeZone },
          integrationId: flow.integrationId,
          log: () => undefined,
          secrets,
          signal: AbortSignal.any([signal, limit]),
          evenPaused: true,
        });
        return { ok: true, value: await work(environments) };
      } catch (error) {
        if (limit.aborted) return refused(`O sistema não respondeu em ${LIMIT_MS / 1000} segundos. Confira o endereço e tente de novo.`);
        const kind = kindOf(error);
        // A defect of ours is not a partner's refusal.
        if (kind === "internal") throw error;
        return refused(redactText(error instanceof PartnerError && error.detail ? error.detail : KIND_SENTENCE[kind], secrets));
      }
    },
  };
}

const refused = (message: string): { ok: false; problem: { kind: "refused"; message: string } } => ({ ok: false, problem: { kind: "refused", message } });

/** A line to a CV environment. */
export function cvLine({ http, name, baseUrl, userName, secret }: Environment): CvClient {
  return openCv({ http, label: name, baseUrl, email: userName, token: secret });
}

/** A line to a Sienge. */
export function siengeLine({ http, name, baseUrl, tenant, userName, secret }: Environment): SiengeClient {
  return openSienge({ http, label: name, baseUrl, tenant, user: userName, password: secret });
}
