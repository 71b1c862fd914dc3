import { z } from "zod";
import { kindOf, PartnerError } from "@/lib/core/errors.ts";
import type { ConnectorContext } from "../define.ts";
import type { HttpResponse } from "../transports/types.ts";
import {
  addressOf,
  type Credentials,
  type RestKey,
  type TIMEOUT,
  tokenCredentials,
} from "./rest-address.ts";
import { readTls } from "../tls-settings.ts";

const replyShape = z.array(
  z.looseObject({
    status: z.union([z.string(), z.number()]).transform(String).optional(),
    mensagem: z.string().optional(),
  }),
);

/** One item of a reply: a verdict on a document, or a document itself. */
export type WmsItem = z.output<typeof replyShape>[number];

/** Statuses under which these servers still answer with their array; the body decides, not the status. */
const UNRELIABLE = [400, 404, 406, 409, 412, 417, 422, 500];

/** The settings by which a warehouse is called. */
export type WmsCallKey = RestKey | "usuario" | typeof TIMEOUT.key;

/** {@link tokenCredentials}, or user and password; nothing where a network protects the warehouse. */
const wmsCredentials: Credentials<"usuario"> = async (ctx): Promise<Record<string, string>> => {
  switch (ctx.settings.text("autenticacao")) {
    case "nenhuma":
      return {};
    case "basic": {
      const pair = `${ctx.settings.text("usuario")}:${ctx.settings.text("token")}`;
      return {
        authorization: `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(pair)))}`,
      };
    }
    default:
      return tokenCredentials(ctx);
  }
};

/**
 * Calls a warehouse: arrays both ways. Repeating is harmless, since a document is the same one by
 * its ERP key and a return by its number.
 */
export async function callWms(
  ctx: ConnectorContext<WmsCallKey>,
  call: { method: "GET" | "PUT"; path: string; body?: string; headers: Record<string, string> },
): Promise<WmsItem[]> {
  const response = await ctx.http({
    method: call.method,
    url: addressOf(ctx, call.path),
    headers: {
      ...(await wmsCredentials(ctx)),
      ...call.headers,
      accept: "application/json",
      ...(call.body === undefined ? {} : { "content-type": "application/json; charset=utf-8" }),
    },
    body: call.body,
    timeoutSeconds: ctx.settings.integer("limite_segundos"),
    tls: readTls(ctx.settings),
    idempotent: true,
    accept: UNRELIABLE,
  });
  const reply = replyShape.safeParse(parse(response));
  if (reply.success) return reply.data;
  throw strange(response);
}

/** Whether an item is a refusal: its own status says so. */
export const isRefusal = ({ status }: WmsItem): boolean =>
  status !== undefined && !/^2\d\d$/.test(status);

/** Throws what a list or a return answered in place of its rows. */
export function throwRefusal(items: readonly WmsItem[]): void {
  const refusal = items.find(isRefusal);
  if (refusal)
    throw new PartnerError(
      "rejected",
      `O WMS recusou o pedido: ${refusal.mensagem || `situação ${refusal.status}`}`,
    );
}

function strange({ status }: HttpResponse): PartnerError {
  if (status >= 500) return new PartnerError("unavailable", `O WMS respondeu com erro ${status}.`);
  if (status >= 400) return new PartnerError("rejected", `O WMS recusou o pedido (${status}).`);
  return new PartnerError("unexpected_shape", "O WMS respondeu algo que não é uma lista.");
}

function parse(response: HttpResponse): unknown {
  try {
    return response.json();
  } catch (error) {
    // An error page in place of a list: what it is the status says.
    if (kindOf(error) === "unexpected_shape") return undefined;
    throw error;
  }
}
