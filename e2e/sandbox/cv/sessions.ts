import { randomUUID } from "node:crypto";
import { isSame, type RestAnswer, type RestRequest } from "../control/serve-rest.ts";
import { refuse } from "./envelope.ts";
import type { Tenant } from "./tenant.ts";

/** Whom v3 lets in, in every environment: a person of the panel. */
export const PANEL = { email: "gestor@lagoaclara.example", password: "painel-modelo-1" };

export const SIGN_IN = "/api/v3/auth/token";
const SIX_HOURS = 21_600;

const sessions = new WeakMap<Tenant, { tokens: Set<string>; signIns: number }>();

function sessionsOf(tenant: Tenant) {
  const held = sessions.get(tenant) ?? { tokens: new Set<string>(), signIns: 0 };
  sessions.set(tenant, held);
  return held;
}

/** How often somebody signed in, with a right or a wrong password. */
export const countSignIns = (tenant: Tenant): number => sessionsOf(tenant).signIns;

/** Ends every session before its time, and forgets who signed in. */
export const endSessions = (tenant: Tenant): void => void sessions.delete(tenant);

/** Whether a call of v3 carries a session that stands. */
export function isInSession(tenant: Tenant, { headers }: RestRequest): boolean {
  return [...sessionsOf(tenant).tokens].some((token) =>
    isSame(headers.authorization, `Bearer ${token}`),
  );
}

export function answerSignIn(tenant: Tenant, body: unknown): RestAnswer {
  const held = sessionsOf(tenant);
  held.signIns += 1;
  const { email, senha } = (body ?? {}) as { email?: string; senha?: string };
  if (!isSame(email, PANEL.email) || !isSame(senha, PANEL.password))
    return refuse(401, "E-mail ou senha inválidos");
  const token = `sessao-${randomUUID()}`;
  held.tokens.add(token);
  return {
    status: 200,
    body: { access_token: token, token_type: "Bearer", expires_in: SIX_HOURS },
  };
}
