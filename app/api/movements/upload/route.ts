import { receiveUpload } from "@/lib/admin/movements/receive-upload.ts";
import { findActor } from "@/lib/auth/current-actor.ts";
import { answerFailure, answerProblem, answerUnauthenticated } from "../../answer.ts";

/**
 * Takes one file as the raw body, streamed: `x-file-name` (percent-encoded) and, from an agent,
 * `x-organization`. The proxy leaves this path out, so the origin is checked here.
 */
export async function POST(request: Request): Promise<Response> {
  try {
    if (!isSameOrigin(request))
      return answerProblem({
        kind: "forbidden",
        message: "Esta ação veio de outro site e foi recusada.",
      });
    const actor = await findActor();
    if (!actor) return answerUnauthenticated();
    const organization = request.headers.get("x-organization");
    const outcome = await receiveUpload(
      actor,
      {
        name: readName(request.headers.get("x-file-name")),
        organizationId:
          organization && /^\d{1,15}$/.test(organization) ? Number(organization) : null,
      },
      request.body ?? emptyBody(),
      request.signal,
    );
    return outcome.ok
      ? Response.json(outcome.value, { status: 201, headers: { "cache-control": "no-store" } })
      : answerProblem(outcome.problem);
  } catch (error) {
    return answerFailure(error);
  }
}

function readName(header: string | null): string {
  try {
    return decodeURIComponent(header ?? "");
  } catch {
    return "arquivo";
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
