import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { WebhookRefusal } from "./refuse-webhook.ts";

/** Messages a minute of one address of ours on one process: a partner that closes a launch sends a tenth of it. */
export const MESSAGES_PER_MINUTE = 6_000;

const GLOBAL = Symbol.for("enlace.webhook-limiter");
const holder = globalThis as { [GLOBAL]?: RateLimiterMemory };

/** What this process allows each address; called once, at its start. */
export function openWebhookLimit(messagesPerMinute: number): RateLimiterMemory {
  return (holder[GLOBAL] = new RateLimiterMemory({ points: messagesPerMinute, duration: 60 }));
}

/** Counts messages of an endpoint; beyond the limit they are refused, with the time to wait. */
export async function limitWebhooks(endpointId: number, messages = 1): Promise<void> {
  const limiter = holder[GLOBAL] ?? openWebhookLimit(MESSAGES_PER_MINUTE);
  try {
    await limiter.consume(endpointId, messages);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    const seconds = Math.max(1, Math.ceil(error.msBeforeNext / 1000));
    throw new WebhookRefusal(429, { "retry-after": String(seconds), connection: "close" });
  }
}
