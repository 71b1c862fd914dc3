import { setTimeout as wait } from "node:timers/promises";
import type { Database } from "@/db/client.ts";
import {
  claimSession,
  findSession,
  releaseSession,
  removeSession,
  type SessionScope,
} from "@/db/queries/flows/environment-sessions.ts";
import { PartnerError } from "@/lib/core/errors.ts";
import { decryptSecret, encryptSecret, type SecretKey, type SecretPlace } from "@/lib/secrets.ts";
import { openSealed } from "../open-sealed.ts";

/** How long one process may take to sign in before another one does. */
const CLAIM_MS = 60_000;
/** A token this near to its end is none. */
const MARGIN_MS = 300_000;
const LOOK_EVERY_MS = 200;

/** What a person signs in with. */
export interface Login {
  name: string;
  password: string;
}

/** What a partner gave for it. */
export interface SignedIn {
  token: string;
  seconds: number;
}

/** A token of hours, one for all processes. */
export interface Session {
  /** The token; signs in when there is none, or waits for the process that does. */
  token(): Promise<string>;
  /** The partner does not take this token any more. */
  forget(token: string): Promise<void>;
}

interface SessionOptions {
  db: Database;
  keys: readonly SecretKey[];
  of: SessionScope;
  /** How sentences name the environment. */
  name: string;
  place: { login: SecretPlace; session: SecretPlace };
  now(): Date;
  /** Asks the partner; its `auth` failure ends the login until a person gives another. */
  signIn(login: Login): Promise<SignedIn>;
  /** Told of each token before it is used. */
  secrets: string[];
  signal: AbortSignal;
}

/** The session of an environment that has a login. */
export function openSession(options: SessionOptions): Session {
  const { db, of, keys, place, secrets, signal } = options;
  /** Tokens that were used, as they are stored. */
  const sealedBy = new Map<string, string>();
  const open = (sealed: string): string | null => {
    try {
      const token = decryptSecret(keys, place.session, sealed);
      if (!sealedBy.has(token)) secrets.push(token);
      sealedBy.set(token, sealed);
      return token;
    } catch {
      // Sealed by a key that is gone: a new one is fetched, which costs nothing but a call.
      return null;
    }
  };

  return {
    async token() {
      for (;;) {
        signal.throwIfAborted();
        const found = await findSession(db, of);
        if (!found?.loginSecret || found.loginRefusedAt) throw refusedLogin(options.name);
        const { sessionToken: sealed, sessionUntil: until } = found;
        const now = options.now();
        if (sealed && until && until.getTime() - MARGIN_MS > now.getTime()) {
          const token = open(sealed);
          if (token !== null) return token;
        }
        const claimed = await claimSession(db, of, {
          now,
          until: new Date(now.getTime() + CLAIM_MS),
          before: sealed,
        });
        if (claimed) {
          const made = await signInOnce(options, {
            name: found.loginName,
            sealed: found.loginSecret,
          });
          sealedBy.set(made.token, made.sealed);
          return made.token;
        }
        await wait(LOOK_EVERY_MS, undefined, { signal });
      }
    },
    async forget(token) {
      const sealed = sealedBy.get(token);
      if (sealed !== undefined) await removeSession(db, of, sealed);
    },
  };
}

async function signInOnce(
  { db, keys, of, name, place, now, signIn, secrets }: SessionOptions,
  login: { name: string; sealed: string },
): Promise<{ token: string; sealed: string }> {
  const held = { loginSecret: login.sealed };
  try {
    const password = openSealed(keys, place.login, login.sealed, {
      what: `A senha da API v3 do ambiente “${name}”`,
      where: "Tokens",
    });
    secrets.push(password);
    const { token, seconds } = await signIn({ name: login.name, password });
    secrets.push(token);
    const sealed = encryptSecret(keys, place.session, token);
    await releaseSession(db, of, held, {
      sessionToken: sealed,
      sessionUntil: new Date(now().getTime() + seconds * 1000),
    });
    return { token, sealed };
  } catch (error) {
    const refused = error instanceof PartnerError && error.kind === "auth";
    await releaseSession(db, of, held, refused ? { loginRefusedAt: now() } : {});
    throw refused ? refusedLogin(name) : error;
  }
}

/** Not `auth`: the environment's own token is well, and nothing else of it need stand still. */
function refusedLogin(name: string): PartnerError {
  return new PartnerError(
    "settings",
    `${name} recusou o e-mail e a senha da API v3. Informe-os novamente em Tokens. O que usa só o token continua.`,
  );
}
