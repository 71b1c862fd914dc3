import { currentDatabase } from "@/db/current-database.ts";
import { env } from "@/lib/env.ts";
import type { Connector } from "@/lib/connectors/define.ts";
import { type ErrorKind, KIND_SENTENCE, kindOf, PartnerError } from "@/lib/core/errors.ts";
import type { Branch } from "@/lib/core/movement.ts";
import { redactText } from "@/lib/core/redact.ts";
import { type SettingValue, typeSettings } from "./load-settings.ts";
import { makeTransports, readAllowedHosts } from "./make-transports.ts";

/** `settings`: the keys the form should point at. */
export type Checked =
  | { ok: true; message: string }
  | { ok: false; kind: ErrorKind; message: string; settings: string[] };

interface CheckTarget {
  organization: { id: number; name: string; timeZone: string };
  integrationId: number;
  /** Plain values, as typed or decrypted. */
  settings: readonly SettingValue[];
  branches: readonly Branch[];
}

const LIMIT_MS = 30_000;
const TOO_SLOW = `O parceiro não respondeu em ${LIMIT_MS / 1000} segundos. Confira o endereço e tente novamente.`;

/** "Testar conexão": the connector's cheapest call that needs the credentials. Nothing is written or sent. */
export async function checkConnection(
  connector: Connector,
  target: CheckTarget,
  signal: AbortSignal,
): Promise<Checked> {
  const limit = AbortSignal.timeout(LIMIT_MS);
  const either = AbortSignal.any([signal, limit]);
  let secrets: string[] = [];
  try {
    const loaded = typeSettings(
      connector.settings,
      target.settings,
      target.branches.map(({ id }) => id),
    );
    secrets = loaded.secrets;
    const log = () => undefined;
    const transports = makeTransports({
      db: currentDatabase().db,
      organizationId: target.organization.id,
      budgetKey: connector.id,
      budget: connector.budget,
      log,
      secrets,
      signal: either,
      allowPrivate: readAllowedHosts(env().ALLOWED_PRIVATE_HOSTS),
    });
    const { organization, integrationId, branches } = target;
    const work = connector.check({
      organization,
      integrationId,
      branches,
      settings: loaded.settings,
      ...transports,
      log,
      signal: either,
      now: () => new Date(),
    });
    // A connector that does not heed the signal must not hold the person's request.
    const message = await Promise.race([work, rejectOn(either)]);
    return { ok: true, message: redactText(message, secrets) };
  } catch (error) {
    if (limit.aborted && !signal.aborted)
      return { ok: false, kind: "unavailable", message: TOO_SLOW, settings: [] };
    const kind = kindOf(error);
    const message =
      error instanceof PartnerError && error.detail
        ? error.detail
        : kind === "cancelled"
          ? "O teste foi interrompido."
          : KIND_SENTENCE[kind];
    return {
      ok: false,
      kind,
      message: redactText(message, secrets),
      settings: error instanceof PartnerError ? error.settings : [],
    };
  }
}

function rejectOn(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
