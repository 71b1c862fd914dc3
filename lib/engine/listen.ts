import { currentDatabase } from "@/db/current-database.ts";
import { type QueueDatabase, queueDatabase } from "./queue.ts";

/** "org:integration:task": a task or one of its files changed. */
export const TASKS_CHANNEL = "tasks";
/** "org:integration": log lines were added. */
export const LOGS_CHANNEL = "logs";
/** "org:integration:subject": what a flow carries moved, or asks a person something. */
export const SUBJECTS_CHANNEL = "subjects";

/** Called with a payload, or with null once connected and after every lost connection: read everything again. */
export type ListenHandler = (payload: string | null) => void;

/** The one connection over which a process hears of everything. */
interface Line {
  url: string;
  channels: Map<string, Set<ListenHandler>>;
  closed: boolean;
  connected: boolean;
  handle: Awaited<ReturnType<NonNullable<QueueDatabase["listen"]>>> | null;
}

/** What the database notifies; the payload says the channel first, then what it is about. */
const WIRE = "enlace";

const GLOBAL = Symbol.for("enlace.listen");
const holder = globalThis as { [GLOBAL]?: Line };
const RETRY_MS = 1_000;
/** Tasks and open pages come and go; a connection for each would cost more than what it hears. */
const LINGER_MS = 30_000;

/** Hears a channel over the one connection of the process; the result ends it. */
export function listen(channel: string, handler: ListenHandler): () => void {
  const { url } = currentDatabase();
  let line = holder[GLOBAL];
  if (line?.url !== url) {
    if (line) close(line);
    line = { url, channels: new Map(), closed: false, connected: false, handle: null };
    holder[GLOBAL] = line;
    void connect(line);
  }
  const mine = line;
  const handlers = mine.channels.get(channel) ?? new Set();
  mine.channels.set(channel, handlers.add(handler));
  // Whoever joins late hears "connected" too, so that nothing falls between its first read and its first news.
  if (mine.connected) queueMicrotask(() => handlers.has(handler) && handler(null));
  return () => {
    handlers.delete(handler);
    setTimeout(() => {
      if (holder[GLOBAL] !== mine) return;
      for (const left of mine.channels.values()) if (left.size > 0) return;
      delete holder[GLOBAL];
      close(mine);
    }, LINGER_MS).unref();
  };
}

/**
 * The queue's listener notices a silent drop by itself and subscribes again; only the first
 * connection is ours to repeat.
 */
async function connect(line: Line): Promise<void> {
  const onNews = (news: string) => {
    const space = news.indexOf(" ");
    tell(line.channels.get(news.slice(0, space)), news.slice(space + 1));
  };
  const onConnected = () => {
    line.connected = true;
    for (const handlers of line.channels.values()) tell(handlers, null);
  };
  while (!line.closed) {
    try {
      const database = await queueDatabase();
      if (!database.listen) throw new Error("the queue's database cannot listen");
      const handle = await database.listen(WIRE, onNews, onConnected);
      if (line.closed) await handle.close();
      else line.handle = handle;
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS).unref());
    }
  }
}

/** In a task of its own each: one handler's fault is not another's silence. */
function tell(handlers: Set<ListenHandler> | undefined, payload: string | null): void {
  for (const handler of handlers ?? [])
    queueMicrotask(() => handlers?.has(handler) && handler(payload));
}

function close(line: Line): void {
  line.closed = true;
  line.channels.clear();
  void line.handle?.close();
}

/** Ends all listening; graceful stops and tests call it. */
export async function closeListen(): Promise<void> {
  const line = holder[GLOBAL];
  delete holder[GLOBAL];
  if (line) close(line);
}
