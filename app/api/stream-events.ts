import type { Permission } from "@/lib/core/permissions.ts";
import type { SignedInActor } from "@/lib/auth/sessions.ts";
import { watchSession } from "@/lib/auth/watch-session.ts";
import { listen } from "@/lib/engine/listen.ts";
import { answerProblem } from "./answer.ts";
import { claimStream, MOST_STREAMS_A_PERSON } from "./claim-stream.ts";

const HEARTBEAT_MS = 15_000;

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
  const release = claimStream(actor.personId);
  if (!release)
    return answerProblem({
      kind: "too_many",
      message: `Você já acompanha ${MOST_STREAMS_A_PERSON} páginas ao mesmo tempo. Feche algumas delas e recarregue esta.`,
    });
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
        const forget = watchSession(actor, permission, () => stop());
        stop = () => {
          if (!open) return;
          open = false;
          clearInterval(heartbeat);
          forget();
          release();
          unlisten();
          hasRoom();
          try {
            controller.close();
          } catch {
            // The client had closed it first.
          }
        };
        request.signal.addEventListener("abort", () => stop(), { once: true });
        // Gone before it began: the event has passed.
        if (request.signal.aborted) return stop();
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
