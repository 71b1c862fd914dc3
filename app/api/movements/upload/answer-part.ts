import type { Outcome } from "@/lib/admin/define-use-case.ts";
import type { UploadProgress } from "@/lib/core/upload-parts.ts";
import { findActor } from "@/lib/auth/current-actor.ts";
import type { SignedInActor } from "@/lib/auth/sessions.ts";
import { answerFailure, answerProblem, answerUnauthenticated } from "../../answer.ts";

/**
 * Takes one part as the raw body, streamed. The proxy leaves these paths out, so the origin is
 * checked here.
 */
export async function answerPart(
  request: Request,
  work: (actor: SignedInActor, body: AsyncIterable<Uint8Array>) => Promise<Outcome<UploadProgress>>,
): Promise<Response> {
  try {
    if (!isSameOrigin(request))
      return answerProblem({
        kind: "forbidden",
        message: "Esta ação veio de outro site e foi recusada.",
      });
    const actor = await findActor();
    if (!actor) return answerUnauthenticated();
    const outcome = await work(actor, request.body ?? emptyBody());
    return outcome.ok
      ? Response.json(outcome.value, {
          status: outcome.value.done ? 201 : 200,
          headers: { "cache-control": "no-store" },
        })
      : answerProblem(outcome.problem);
  } catch (error) {
    return answerFailure(error);
  }
}

// A header that browsers set themselves and that a page of another site cannot forge.
function isSameOrigin(request: Request): boolean {
  const site = request.headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin" && site !== "none") return false;
  const origin = request.headers.get("origin");
  const host = request.headers.get("x-forwarded-host") ?? request.headers.get("host");
  return origin === null || (URL.canParse(origin) && new URL(origin).host === host);
}

async function* emptyBody(): AsyncGenerator<Uint8Array> {}
