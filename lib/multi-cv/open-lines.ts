import type { Environment, FlowContext } from "@/lib/engine/flows/flow-context.ts";
import { PartnerError } from "@/lib/core/errors.ts";
import { type CvClient, type Exchange, openCv } from "./cv/open-cv.ts";
import { signIn } from "./cv/sign-in.ts";
import { openSienge, type SiengeClient } from "./sienge/open-sienge.ts";

/** The code under which the Hub is registered; every other CV environment is a terminal. */
export const HUB = "hub";

/** Notes what the partner answered in the journal, where there is one. */
interface Witness {
  answer?(value: unknown): void;
}

/** Opens a line to a CV environment; a step's journal keeps the last answer. */
export function openCvLine(environment: Environment, witness: Witness = {}): CvClient {
  const { http, name, baseUrl, userName, secret } = environment;
  return openCv({
    http,
    session:
      environment.session?.((line, login) => signIn(line, { label: name, baseUrl }, login)) ?? null,
    label: name,
    baseUrl,
    email: userName,
    token: secret,
    observe: (exchange: Exchange) => witness.answer?.(exchange),
  });
}

export function openHub(ctx: FlowContext & Witness): CvClient {
  return openCvLine(ctx.environments.byCode(HUB), ctx);
}

/** The line to the Sienge that a terminal feeds, and its environment. */
export function openSiengeOf(
  ctx: FlowContext & Witness,
  terminal: Environment,
): { sienge: SiengeClient; environment: Environment } {
  if (terminal.siengeEnvironmentId === null)
    throw new PartnerError(
      "settings",
      `O terminal ${terminal.name} não tem um Sienge definido. Escolha-o em Tokens e repita a etapa.`,
    );
  const environment = ctx.environments.byId(terminal.siengeEnvironmentId);
  return { sienge: openSiengeLine(environment, ctx), environment };
}

export function openSiengeLine(environment: Environment, witness: Witness = {}): SiengeClient {
  const { http, name, baseUrl, tenant, userName, secret } = environment;
  return openSienge({
    http,
    label: name,
    baseUrl,
    tenant,
    user: userName,
    password: secret,
    observe: (exchange: Exchange) => witness.answer?.(exchange),
  });
}
