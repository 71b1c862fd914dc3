import { createHash } from "node:crypto";
import type { EndpointRow } from "@/db/queries/events/webhook-endpoints.ts";
import { currentDatabase } from "@/db/current-database.ts";
import { cleanText } from "@/lib/core/clean-text.ts";
import { commitTogether } from "./commit-together.ts";
import { findCaller } from "./find-caller.ts";
import { limitWebhooks } from "./limit-webhooks.ts";
import { readBody } from "./read-body.ts";
import { answerRefusal, answerStored, WebhookRefusal } from "./refuse-webhook.ts";
import { splitMessages } from "./split-messages.ts";
import { unpackBody } from "./unpack-body.ts";

interface Address {
  /** The endpoint's opaque id. */
  endpoint: string;
  key: string;
}

/**
 * `POST /api/webhooks/{endpoint}/{key}`: who calls, how much, then bytes as they are into the database;
 * 2xx only after the commit. What the message means is looked at later: partners wait 2.5 s, not longer.
 */
export async function receiveWebhook(
  request: Request,
  { endpoint, key }: Address,
  callerAddress: string,
): Promise<Response> {
  try {
    const database = currentDatabase("webhooks");
    const caller = await findCaller(database.db, endpoint, key, callerAddress);
    // Nothing of a stranger's body is read.
    if (!caller) throw new WebhookRefusal(404, { connection: "close" });
    await limitWebhooks(caller.id);
    const body = await unpackBody(await readBody(request), request.headers.get("content-encoding"));
    const messages = splitMessages(body);
    if (messages.length > 1) await limitWebhooks(caller.id, messages.length - 1);
    const [first] = await Promise.all(
      messages.map((raw, index) =>
        commitTogether(database, {
          organizationId: caller.organizationId,
          integrationId: caller.integrationId,
          endpointId: caller.id,
          source: caller.source,
          name: header(request, "x-sienge-event", 100),
          contentType: header(request, "content-type", 100),
          tenant: tenantOf(request),
          raw,
          dedupKey: dedupKeyOf(request, caller, raw, messages.length > 1 ? `/${index}` : ""),
        }),
      ),
    );
    if (!first) throw new Error("a body without any message");
    return answerStored(first.id);
  } catch (error) {
    if (error instanceof WebhookRefusal) return answerRefusal(error);
    // The text of a database error may quote the message: only its kind is written.
    const { name, code } =
      error instanceof Error
        ? (error as Error & { code?: string })
        : { name: typeof error, code: undefined };
    console.error(
      JSON.stringify({
        level: "error",
        room: "webhooks",
        at: new Date().toISOString(),
        type: name,
        ...(code ? { code } : {}),
      }),
    );
    return answerRefusal(new WebhookRefusal(503, { "retry-after": "5" }));
  }
}

const header = (request: Request, name: string, longest: number) =>
  cleanText(request.headers.get(name) ?? "", longest);

/**
 * Sienge numbers its messages (`x-sienge-id`; its hook id is the registration's and tells nothing apart).
 * CV does not: there the same bytes are the same message only while the first is not taken up yet, since a
 * later one may speak of a later change (see `claimEvents`)..
 */
function dedupKeyOf(request: Request, caller: EndpointRow, raw: Uint8Array, place: string): string {
  const id = header(request, "x-sienge-id", 200);
  // Of a list the number is one for all: each has its place in it.
  if (id) return `${caller.id}:id:${id}${place}`;
  return `${caller.id}:bytes:${createHash("sha256").update(raw).digest("base64url")}`;
}

/**
 * CV names its tenant in a header whose name it does not publish: whichever says "tenant" is noted,
 * none is believed.
 */
function tenantOf(request: Request): string {
  for (const [name, value] of request.headers)
    if (name.includes("tenant")) return cleanText(value, 100);
  return "";
}
