import type { SignedInActor } from "@/lib/auth/sessions.ts";
import { watchSession } from "@/lib/auth/watch-session.ts";
import type { Permission } from "@/lib/core/permissions.ts";

/**
 * Answers with a body that breaks off once the person may no longer have it: a download of an hour
 * outlives whoever was disabled in its first minute otherwise.
 */
export async function whileAllowed(
  request: Request,
  actor: SignedInActor,
  permission: Permission,
  respond: (signal: AbortSignal) => Response | Promise<Response>,
): Promise<Response> {
  const lost = new AbortController();
  const forget = watchSession(actor, permission, () => {
    forget();
    lost.abort(new Error("no longer allowed"));
  });
  request.signal.addEventListener("abort", forget, { once: true });
  try {
    const response = await respond(AbortSignal.any([request.signal, lost.signal]));
    if (response.body) return new Response(breakOff(response.body, lost.signal, forget), response);
    forget();
    return response;
  } catch (error) {
    forget();
    throw error;
  }
}

function breakOff(
  body: ReadableStream<Uint8Array>,
  lost: AbortSignal,
  forget: () => void,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream<Uint8Array>({
    start: (controller) =>
      lost.addEventListener(
        "abort",
        () => {
          // An error and no end: the browser keeps no half file as if it were whole.
          controller.error(lost.reason);
          void reader.cancel(lost.reason).catch(() => undefined);
        },
        { once: true },
      ),
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (lost.aborted) return;
        if (!done) return controller.enqueue(value);
        forget();
        controller.close();
      } catch (error) {
        forget();
        if (!lost.aborted) controller.error(error);
      }
    },
    async cancel(reason) {
      forget();
      await reader.cancel(reason);
    },
  });
}
