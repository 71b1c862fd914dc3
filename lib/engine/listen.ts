import { currentDatabase } from "@/db/current-database.ts";
import { type QueueDatabase, queueDatabase } from "./queue.ts";

/** "org:integration:task": a task or one of its files changed. */
export const TASKS_CHANNEL = "enlace_tasks";
/** "org:integration": log lines were added. */
export const LOGS_CHANNEL = "enlace_logs";
/** "org:integration:subject": what a flow carries moved, or asks a person something. */
export const SUBJECTS_CHANNEL = "enlace_subjects";

/** Called with a payload, or with null once connected and after every lost connection: read everything again. */
export type ListenHandler = (payload: string | null) => void;

interface Subscription {
  handlers: Set<ListenHandler>;
  closed: boolean;
  connected: boolean;
  handle: Awaited<ReturnType<NonNullable<QueueDatabase["listen"]>>> | null;
}

interface Hub {
  url: string;
  channels: Map<string, Subscription>;
}

const GLOBAL = Symbol.for("enlace.listen");
const holder = globalThis as { [GLOBAL]?: Hub };
const RETRY_MS = 1_000;
/** Tasks and open pages come and go; a connection for each would cost more than what it hears. */
const LINGER_MS = 30_000;

/** Hears a channel over the one connection that all of the process share for it; the result ends it. */
export function listen(channel: string, handler: ListenHandler): () => void {
  const { url } = currentDatabase();
  if (holder[GLOBAL]?.url !== url) holder[GLOBAL] = { url, channels: new Map() };
  const hub = holder[GLOBAL]!;
  let subscription = hub.channels.get(channel);
  if (!subscription) {
    subscription = { handlers: new Set(), closed: false, connected: false, handle: null };
    hub.channels.set(channel, subscription);
    void connect(channel, subscription);
  }
  const mine = subscription;
  mine.handlers.add(handler);
  // Whoever joins late hears "connected" too, so that nothing falls between its first read and its first news.
  if (mine.connected) queueMicrotask(() => mine.handlers.has(handler) && handler(null));
  return () => {
    mine.handlers.delete(handler);
    setTimeout(() => {
      if (mine.handlers.size > 0 || hub.channels.get(channel) !== mine) return;
      hub.channels.delete(channel);
      close(mine);
    }, LINGER_MS).unref();
  };
}

/**
 * The queue's listener notices a silent drop by itself and subscribes again; only the first
 * connection is ours to repeat.
 */
async function connect(channel: string, subscription: Subscription): Promise<void> {
  const dispatch = (payload: string | null) => {
    // In a task of its own each: one handler's fault is not another's silence.
    for (const handler of subscription.handlers)
      queueMicrotask(() => subscription.handlers.has(handler) && handler(payload));
  };
  const onConnected = () => {
    subscription.connected = true;
    dispatch(null);
  };
  while (!subscription.closed) {
    try {
      const database = await queueDatabase();
      if (!database.listen) throw new Error("the queue's database cannot listen");
      const handle = await database.listen(channel, dispatch, onConnected);
      if (subscription.closed) await handle.close();
      else subscription.handle = handle;
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS).unref());
    }
  }
}

function close(subscription: Subscription): void {
  subscription.closed = true;
  subscription.handlers.clear();
  void subscription.handle?.close();
}

/** Ends all listening; graceful stops and tests call it. */
export async function closeListen(): Promise<void> {
  const hub = holder[GLOBAL];
  delete holder[GLOBAL];
  for (const subscription of hub?.channels.values() ?? []) close(subscription);
}
