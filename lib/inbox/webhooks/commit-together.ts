import type { OpenDatabase } from "@/db/client.ts";
import { type NewEvent, type StoredEvent, storeEvents } from "@/db/queries/events/events-write.ts";
import { WebhookRefusal } from "./refuse-webhook.ts";

/** One commit takes at most this much; the rest is the next one's. */
const MOST_EVENTS = 500;
const MOST_BYTES = 8 * 1024 * 1024;
/** Beyond this the database does not keep up, and the partner is asked to come again. */
const MOST_WAITING_EVENTS = 5_000;
const MOST_WAITING_BYTES = 32 * 1024 * 1024;

interface Waiting {
  event: NewEvent;
  resolve: (stored: StoredEvent) => void;
  reject: (error: unknown) => void;
}

interface Committer {
  waiting: Waiting[];
  bytes: number;
  running: boolean;
}

const GLOBAL = Symbol.for("enlace.webhook-commits");
const holder = globalThis as { [GLOBAL]?: Committer };

/**
 * Stores a message together with all others of this process that arrive while a commit is under way: one
 * flush to disk for all of them instead of one each. Resolves after the commit, never before.
 */
export function commitTogether(
  database: Pick<OpenDatabase, "sql">,
  event: NewEvent,
): Promise<StoredEvent> {
  const committer = (holder[GLOBAL] ??= { waiting: [], bytes: 0, running: false });
  if (
    committer.waiting.length >= MOST_WAITING_EVENTS ||
    committer.bytes + event.raw.length > MOST_WAITING_BYTES
  )
    return Promise.reject(new WebhookRefusal(503, { "retry-after": "5" }));
  return new Promise((resolve, reject) => {
    committer.waiting.push({ event, resolve, reject });
    committer.bytes += event.raw.length;
    if (!committer.running) void drain(committer, database);
  });
}

async function drain(committer: Committer, { sql }: Pick<OpenDatabase, "sql">): Promise<void> {
  committer.running = true;
  // Whatever else is being read in this turn of the event loop comes along.
  await new Promise((resolve) => setImmediate(resolve));
  while (committer.waiting.length > 0) {
    const batch = take(committer);
    try {
      const stored = await storeEvents(
        sql,
        batch.map(({ event }) => event),
      );
      batch.forEach(({ resolve, reject }, index) => {
        const answer = stored[index];
        if (answer) resolve(answer);
        else reject(new Error("a message has no answer"));
      });
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
  committer.running = false;
}

function take(committer: Committer): Waiting[] {
  let bytes = 0;
  let count = 0;
  for (const { event } of committer.waiting) {
    if (count > 0 && (count === MOST_EVENTS || bytes + event.raw.length > MOST_BYTES)) break;
    bytes += event.raw.length;
    count += 1;
  }
  committer.bytes -= bytes;
  return committer.waiting.splice(0, count);
}
