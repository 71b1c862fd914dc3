import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { ApiRefusal } from "./answer-api.ts";

/** Calls a minute of one key on one process: a batch of 500 each time is 2.5 million records an hour and more. */
export const CALLS_PER_MINUTE = 120;

const GLOBAL = Symbol.for("enlace.api-limiter");
const holder = globalThis as { [GLOBAL]?: RateLimiterMemory };

/** Counts a call; beyond the limit it is refused with the time to wait. */
export async function limitRate(keyId: number): Promise<void> {
  const limiter = (holder[GLOBAL] ??= new RateLimiterMemory({
    points: CALLS_PER_MINUTE,
    duration: 60,
  }));
  try {
    await limiter.consume(keyId);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    const seconds = Math.max(1, Math.ceil(error.msBeforeNext / 1000));
    throw new ApiRefusal(
      429,
      "rate_limited",
      `Limite de ${CALLS_PER_MINUTE} chamadas por minuto atingido. Tente novamente em ${seconds} s.`,
      { "retry-after": String(seconds) },
    );
  }
}
