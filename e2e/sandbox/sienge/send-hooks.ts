import { randomUUID } from "node:crypto";
import type { Hook } from "./sienge-state.ts";

const MINUTES: readonly number[] = [10, 30, 60, 180, 300];
const KEPT = 500;

/** One try to deliver an event. */
export interface Delivery {
  at: string;
  event: string;
  id: string;
  body: object;
  attempt: number;
  outcome: string;
  milliseconds: number;
}

interface Pending {
  hook: Hook;
  event: string;
  id: string;
  body: object;
  attempt: number;
  timer: NodeJS.Timeout;
}

interface SenderOptions {
  hooks(): readonly Hook[];
  tenant: string;
  quirks(): { patienceMs: number; retryScale: number; hookCopies: number };
}

/**
 * Sienge's sender: waits 2.5 s for a 2xx, tries again after 10, 30, 60 minutes, 3 and 5 hours, and drops it.
 * `retryScale` shrinks the ladder so that nobody has to wait.
 */
export class HookSender {
  readonly deliveries: Delivery[] = [];
  readonly #pending = new Set<Pending>();
  readonly #options: SenderOptions;
  dropped = 0;
  #open = true;

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  /** Tells every hook that asked for this event. Resolves when each first try has ended. */
  async fire(event: string, body: object): Promise<void> {
    const copies = Math.max(1, this.#options.quirks().hookCopies);
    const tries = this.#options.hooks().flatMap((hook) => {
      if (!hook.events.includes(event)) return [];
      const id = randomUUID();
      return Array.from({ length: copies }, () => this.#try({ hook, event, id, body, attempt: 0 }));
    });
    await Promise.all(tries);
  }

  /** Sends again an event that was delivered before, with its own id. */
  async repeat(id: string): Promise<void> {
    const known = this.deliveries.findLast((delivery) => delivery.id === id);
    if (!known) throw new RangeError(`event ${id} was never sent`);
    await Promise.all(
      this.#options
        .hooks()
        .filter((hook) => hook.events.includes(known.event))
        .map((hook) =>
          this.#try({ hook, event: known.event, id, body: known.body, attempt: known.attempt + 1 }),
        ),
    );
  }

  /** Tries everything that waits now. */
  async flush(): Promise<void> {
    const waiting = [...this.#pending];
    for (const one of waiting) clearTimeout(one.timer);
    this.#pending.clear();
    await Promise.all(waiting.map((one) => this.#try(one)));
  }

  get waiting(): number {
    return this.#pending.size;
  }

  /** Forgets what was sent and what waits. */
  clear(): void {
    for (const one of this.#pending) clearTimeout(one.timer);
    this.#pending.clear();
    this.deliveries.length = 0;
    this.dropped = 0;
  }

  stop(): void {
    this.#open = false;
    this.clear();
  }

  async #try({ hook, event, id, body, attempt }: Omit<Pending, "timer">): Promise<void> {
    const started = performance.now();
    const outcome = await this.#post(hook, event, id, body);
    this.deliveries.push({
      at: new Date().toISOString(),
      event,
      id,
      body,
      attempt,
      outcome,
      milliseconds: Math.round(performance.now() - started),
    });
    if (this.deliveries.length > KEPT) this.deliveries.shift();
    if (/^2\d\d$/.test(outcome) || !this.#open) return;
    const minutes = MINUTES[attempt];
    if (minutes === undefined) {
      this.dropped += 1;
      return;
    }
    const pending: Pending = {
      hook,
      event,
      id,
      body,
      attempt: attempt + 1,
      timer: setTimeout(
        () => {
          this.#pending.delete(pending);
          void this.#try(pending);
        },
        minutes * 60_000 * this.#options.quirks().retryScale,
      ),
    };
    pending.timer.unref();
    this.#pending.add(pending);
  }

  async #post(hook: Hook, event: string, id: string, body: object): Promise<string> {
    try {
      const answer = await fetch(hook.url, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "user-agent": "sienge-hooks",
          "x-sienge-event": event,
          "x-sienge-id": id,
          "x-sienge-hook-id": hook.uuid,
          "x-sienge-tenant": this.#options.tenant,
          ...(hook.token ? { authorization: `Bearer ${hook.token}` } : {}),
        },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(this.#options.quirks().patienceMs),
      });
      await answer.arrayBuffer();
      return String(answer.status);
    } catch (error) {
      return error instanceof Error ? error.name : "failed";
    }
  }
}
