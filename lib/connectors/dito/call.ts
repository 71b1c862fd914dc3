import { createHash } from "node:crypto";
import type { ConnectorContext } from "../define.ts";
import type { HttpResponse } from "../transports/types.ts";

const sha1 = (text: string) => createHash("sha1").update(text).digest("hex");

/** Statuses with which Dito refuses one record; 409 is what a repeat meets. */
export const RECORD_STATUSES = [400, 404, 409, 422];

/** The settings that show whose messages these are. */
type LoginKey = "platform_api_key" | "secret_key";
/** The settings by which receipts are delivered. */
export type SendKey = LoginKey | "url_login" | "url_eventos";

/** Dito tells a repeat by the message id, so that every call may be repeated. */
async function post<Address extends "url_login" | "url_eventos">(
  ctx: ConnectorContext<LoginKey | Address>,
  address: Address,
  path: string,
  body: Record<string, string>,
): Promise<HttpResponse> {
  return ctx.http({
    method: "POST",
    url: `${ctx.settings.text(address).replace(/\/+$/, "")}${path}`,
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify({
      platform_api_key: ctx.settings.text("platform_api_key"),
      sha1_signature: sha1(ctx.settings.text("secret_key")),
      encoding: "base64",
      network_name: "pt",
      ...body,
    }),
    timeoutSeconds: 30,
    idempotent: true,
    accept: RECORD_STATUSES,
  });
}

/** Creates the person or brings him up to date. */
export function signUp(
  ctx: ConnectorContext<LoginKey | "url_login">,
  id: string,
  userData: unknown,
): Promise<HttpResponse> {
  return post(ctx, "url_login", `/users/portal/${encodeURIComponent(id)}/signup`, {
    user_data: JSON.stringify(userData),
  });
}

/**
 * Sends one event of a person; without one Dito only looks at the credentials, which is what the
 * connection test wants.
 */
export function sendEvent(
  ctx: ConnectorContext<LoginKey | "url_eventos">,
  id: string,
  event?: unknown,
): Promise<HttpResponse> {
  return post(ctx, "url_eventos", `/users/${encodeURIComponent(id)}`, {
    id_type: "id",
    ...(event === undefined ? {} : { event: JSON.stringify(event) }),
  });
}

/** Dito's own plugin makes them so: of the receipt from the key of the brand, of a line from its receipt. */
export function messageId(
  ctx: ConnectorContext<"platform_api_key">,
  transaction: string,
  line: number | undefined,
): string {
  return line === undefined
    ? sha1(ctx.settings.text("platform_api_key") + transaction)
    : sha1(`${transaction}${line}`);
}
