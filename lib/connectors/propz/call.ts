import type { z } from "zod";
import { PartnerError } from "@/lib/core/errors.ts";
import type { ConnectorContext } from "../define.ts";
import type { HttpRequest, HttpResponse } from "../transports/types.ts";

/**
 * `https://{domain}/v1/databases/{token}`. A domain that names its scheme keeps it: inside a
 * network there may be no TLS.
 */
function baseOf(ctx: ConnectorContext<"domain" | "token">): string {
  const domain = ctx.settings.text("domain").replace(/\/+$/, "");
  const origin = /^https?:\/\//.test(domain) ? domain : `https://${domain}`;
  return `${origin}/v1/databases/${encodeURIComponent(ctx.settings.text("token"))}`;
}

/** The settings by which Propz is called. */
export type CallKey = "domain" | "token" | "username" | "password";

/** One call with Basic credentials. Every call may be repeated: a purchase is known by its ticketId. */
export function callPropz(
  ctx: ConnectorContext<CallKey>,
  call: { method: "GET" | "POST"; path: string; body?: string; accept?: number[] },
): Promise<HttpResponse> {
  const credentials = new TextEncoder().encode(
    `${ctx.settings.text("username")}:${ctx.settings.text("password")}`,
  );
  const request: HttpRequest = {
    method: call.method,
    url: baseOf(ctx) + call.path,
    headers: {
      authorization: `Basic ${btoa(String.fromCharCode(...credentials))}`,
      "content-type": "application/json",
      accept: "application/json",
    },
    timeoutSeconds: 30,
    idempotent: true,
  };
  return ctx.http({
    ...request,
    ...(call.body === undefined ? {} : { body: call.body }),
    ...(call.accept ? { accept: call.accept } : {}),
  });
}

/** Reads an answer by its shape; anything else is `unexpected_shape`, never taken for acceptance. */
export function readAnswer<Shape extends z.ZodType>(
  shape: Shape,
  response: HttpResponse,
): z.output<Shape> {
  const parsed = shape.safeParse(response.json());
  if (!parsed.success)
    throw new PartnerError(
      "unexpected_shape",
      "A Propz respondeu em um formato que o Enlace não reconhece.",
    );
  return parsed.data;
}
