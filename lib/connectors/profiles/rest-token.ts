import { z } from "zod";
import { PartnerError } from "@/lib/core/errors.ts";
import type { ConnectorContext } from "../define.ts";

/** The choice of "Autenticação" with which the token is the partner's answer to a call. */
export const TOKEN_BY_CALL = "token_por_chamada";

const answerShape = z.looseObject({ accessToken: z.string().min(1) });
const tokens = new WeakMap<ConnectorContext, Promise<string>>();

/** The token that the partner gives for the body that it told the client; asked for once an attempt. */
export function fetchToken(ctx: ConnectorContext, url: string): Promise<string> {
  const asked = tokens.get(ctx) ?? askToken(ctx, url);
  tokens.set(ctx, asked);
  return asked;
}

async function askToken(ctx: ConnectorContext, url: string): Promise<string> {
  const body = ctx.settings.text("corpo_token");
  if (body === "")
    throw new PartnerError(
      "settings",
      "Preencha “Corpo do pedido de token”: o token é obtido por chamada.",
      { settings: ["corpo_token"] },
    );
  const response = await ctx.http({
    method: "POST",
    url,
    headers: { "content-type": "application/json", accept: "application/json" },
    body,
    timeoutSeconds: ctx.settings.integer("limite_segundos"),
    idempotent: true,
  });
  const read = answerShape.safeParse(response.json());
  if (!read.success)
    throw new PartnerError(
      "unexpected_shape",
      "O parceiro respondeu ao pedido de token sem accessToken.",
    );
  return read.data.accessToken;
}
