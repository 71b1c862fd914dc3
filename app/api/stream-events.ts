import type { Permission } from "@/lib/core/permissions.ts";
import { isStillAllowed } from "@/lib/auth/current-actor.ts";
import type { SignedInActor } from "@/lib/auth/sessions.ts";
import { listen } from "@/lib/engine/listen.ts";

const HEARTBEAT_MS = 15_000;
/** A person who was disabled loses an open stream within this and one query's time. */
const RECHECK_MS = 3_000;

/** Writes one event; resolves when the client has room for the next. */
export type SendEvent = (event: string, data: unknown, id?: number) => Promise<void>;

interface EventStreamOptions {
  request: Request;
  actor: SignedInActor;
  permission: Permission;
  channel: string;
  /** Whether a notice on the channel concerns this stream. */
  concerns(payload: string): boolean;
  /**
   * Called at the start, after each notice and after a lost connection, never twice at once;
   * `payloads` is empty when anything may have changed.
   */
  onNews(send: SendEvent, payloads: string[]): Promise<void>;
}

/** Server-sent events driven by a database channel, ending when the client leaves or the person may no longer watch. */
export function streamEvents({
  request,
  actor,
  permission,
  channel,
  concerns,
  onNews,
}: EventStreamOptions): Response {
  const encoder = new TextEncoder();
  let stop = () => {};
  let hasRoom = () => {};
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        let open = true;
        let waiting: string[] | null = null;
        let all = true;
        let busy = false;
        const write = (text: string) => open && controller.enqueue(encoder.encode(text));
        const send: SendEvent = async (event, data, id) => {
          write(
            `${id === undefined ? "" : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`,
          );
          if (open && (controller.desiredSize ?? 1) <= 0)
            await new Promise<void>((resolve) => (hasRoom = resolve));
        };
        const work = async () => {
          if (busy) return;
          busy = true;
          try {
            while (open && (all || waiting)) {
              const payloads = all ? [] : [...new Set(waiting)];
              all = false;
              waiting = null;
              await onNews(send, payloads);
            }
          } catch (error) {
            console.error(
              JSON.stringify({
                level: "error",
                message: "event stream ended",
                error: error instanceof Error ? error.message : String(error),
              }),
            );
            stop();
          } finally {
            busy = false;
          }
        };
        const unlisten = listen(channel, (payload) => {
          if (payload === null) all = true;
          else if (concerns(payload)) (waiting ??= []).push(payload);
          else return;
          void work();
        });
        const heartbeat = setInterval(() => write(": \n\n"), HEARTBEAT_MS);
        const recheck = setInterval(() => {
          // When the database cannot be asked, the stream ends too: the page reconnects and is asked who it is.
          isStillAllowed(actor, permission).then(
            (allowed) => allowed || stop(),
            () => stop(),
          );
        }, RECHECK_MS);
        stop = () => {
          if (!open) return;
          open = false;
          clearInterval(heartbeat);
          clearInterval(recheck);
          unlisten();
          hasRoom();
          try {
            controller.close();
          } catch {
            // The client had closed it first.
          }
        };
        request.signal.addEventListener("abort", () => stop(), { once: true });
        write("retry: 1000\n\n");
        void work();
      },
      pull: () => hasRoom(),
      cancel: () => stop(),
    },
    { highWaterMark: 256 * 1024, size: (chunk) => chunk?.byteLength ?? 0 },
  );
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store, no-transform",
      "x-content-type-options": "nosniff",
      "x-accel-buffering": "no",
    },
  });
}
