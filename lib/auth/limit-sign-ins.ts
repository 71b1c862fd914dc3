import { createHash } from "node:crypto";
import { RateLimiterDrizzle, RateLimiterRes } from "rate-limiter-flexible";
import type { Database } from "@/db/client.ts";
import { signInLimits } from "@/db/schema/people.ts";
import { networkOf } from "./network-of.ts";

/** Wrong passwords for one account from one address; the account stays open to every other address. */
export const TRIES_PER_ACCOUNT_AND_ADDRESS = 5;
/** Sign-ins begun from one address, whatever the account: a shop's whole staff shares one. */
export const TRIES_PER_ADDRESS = 60;
/**
 * Wrong passwords for one account from all addresses together that it never signed in from: whoever
 * guesses from a thousand machines gets no more, and does not lock out the person at their own desk.
 */
export const TRIES_PER_ACCOUNT = 30;
const WINDOW_SECONDS = 15 * 60;

/** Counts tries in Postgres, so that all processes share the count. */
export interface SignInLimit {
  /** Takes a try before the password is looked at, so that many at once cannot slip through. */
  take(): Promise<{ allowed: true } | { allowed: false; waitSeconds: number; first: boolean }>;
  /** The password was right: the pair starts anew and the address gets its try back. */
  forgive(): Promise<void>;
}

/**
 * The limit for one account (as typed) tried from one address, `known` when the account signed in
 * from there before. Without an address only the account's own tries count.
 */
export function limitSignIns(
  db: Database,
  account: string,
  address: string,
  known = false,
): SignInLimit {
  const { pairLimit, addressLimit, accountLimit } = limitersOf(db);
  const network = networkOf(address);
  const pairKey = digest(`${account}\n${network}`);
  const counted = [
    ...(network === "" ? [] : [{ limit: addressLimit, key: digest(network) }]),
    ...(known ? [] : [{ limit: accountLimit, key: digest(account) }]),
  ];
  return {
    async take() {
      // What the pair may not try any more must not use up what the account has from elsewhere.
      for (const { limit, key } of [{ limit: pairLimit, key: pairKey }, ...counted]) {
        const refusal = await consume(limit, key);
        if (refusal) return { allowed: false, ...refusal };
      }
      return { allowed: true };
    },
    async forgive() {
      await pairLimit.delete(pairKey);
      for (const { limit, key } of counted) await limit.reward(key, 1);
    },
  };
}

interface Limiters {
  pairLimit: RateLimiterDrizzle;
  addressLimit: RateLimiterDrizzle;
  accountLimit: RateLimiterDrizzle;
}

const GLOBAL = Symbol.for("enlace.sign-in-limiters");
const holder = globalThis as { [GLOBAL]?: WeakMap<Database, Limiters> };

/**
 * One set of limiters a process and database: each that clears expired rows does so by a timer that
 * never ends, so that one of them does it for all.
 */
function limitersOf(db: Database): Limiters {
  const known = (holder[GLOBAL] ??= new WeakMap());
  const found = known.get(db);
  if (found) return found;
  const common = { storeClient: db, schema: signInLimits, duration: WINDOW_SECONDS };
  const made = {
    pairLimit: new RateLimiterDrizzle({
      ...common,
      keyPrefix: "pair",
      points: TRIES_PER_ACCOUNT_AND_ADDRESS,
    }),
    addressLimit: new RateLimiterDrizzle({
      ...common,
      keyPrefix: "address",
      points: TRIES_PER_ADDRESS,
      clearExpiredByTimeout: false,
    }),
    accountLimit: new RateLimiterDrizzle({
      ...common,
      keyPrefix: "account",
      points: TRIES_PER_ACCOUNT,
      clearExpiredByTimeout: false,
    }),
  };
  known.set(db, made);
  return made;
}

async function consume(limit: RateLimiterDrizzle, key: string) {
  try {
    await limit.consume(key, 1);
    return null;
  } catch (refusal) {
    // Anything but the library's own refusal is a failing database: nobody is let in on a guess.
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    return {
      waitSeconds: Math.ceil(refusal.msBeforeNext / 1000),
      first: refusal.consumedPoints === limit.points + 1,
    };
  }
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("base64url").slice(0, 32);
}
