import { createHash } from "node:crypto";
import { RateLimiterDrizzle, RateLimiterRes } from "rate-limiter-flexible";
import type { Database } from "@/db/client.ts";
import { signInLimits } from "@/db/schema/people.ts";

/** Wrong passwords for one account from one address; the account stays open to every other address. */
export const TRIES_PER_ACCOUNT_AND_ADDRESS = 5;
/** Sign-ins begun from one address, whatever the account: a shop's whole staff shares one. */
export const TRIES_PER_ADDRESS = 60;
const WINDOW_SECONDS = 15 * 60;

/** Counts tries in Postgres, so that all processes share the count. */
export interface SignInLimit {
  /** Takes a try before the password is looked at, so that many at once cannot slip through. */
  take(): Promise<{ allowed: true } | { allowed: false; waitSeconds: number; first: boolean }>;
  /** The password was right: the pair starts anew and the address gets its try back. */
  forgive(): Promise<void>;
}

/** The limit for one account (as typed) tried from one address. */
export function limitSignIns(db: Database, account: string, address: string): SignInLimit {
  const { pairLimit, addressLimit } = limitersOf(db);
  const pairKey = digest(`${account}\n${address}`);
  const addressKey = digest(address);
  return {
    async take() {
      const refusals = [
        await consume(addressLimit, addressKey),
        await consume(pairLimit, pairKey),
      ].filter((refusal) => refusal !== null);
      if (refusals.length === 0) return { allowed: true };
      return {
        allowed: false,
        waitSeconds: Math.max(...refusals.map((refusal) => refusal.waitSeconds)),
        first: refusals.some((refusal) => refusal.first),
      };
    },
    async forgive() {
      await pairLimit.delete(pairKey);
      await addressLimit.reward(addressKey, 1);
    },
  };
}

interface Limiters {
  pairLimit: RateLimiterDrizzle;
  addressLimit: RateLimiterDrizzle;
}

const GLOBAL = Symbol.for("enlace.sign-in-limiters");
const holder = globalThis as { [GLOBAL]?: WeakMap<Database, Limiters> };

/**
 * One pair of limiters a process and database: each that clears expired rows does so by a timer that
 * never ends, so that one of them does it for both.
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
