import { z } from "zod";
import { PartnerError } from "@/lib/core/errors.ts";
import type { ConnectorContext } from "../define.ts";
import { secret, type SettingSpec } from "../settings.ts";
import {
  addressOf,
  type Credentials,
  pathSetting,
  REST_SETTINGS,
  type RestKey,
  type TIMEOUT,
  tokenCredentials,
} from "./rest-address.ts";
import { readTls, type TlsKey } from "../tls-settings.ts";

/** The choice of "Autenticação" with which the token is the partner's answer to a call. */
const TOKEN_BY_CALL = "token_por_chamada";

const isJson = (value: string): boolean => {
  try {
    return typeof JSON.parse(value) === "object";
  } catch {
    return false;
  }
};

/** {@link REST_SETTINGS} of a partner that may also give the token in answer to a call. */
export const FETCHED_TOKEN_SETTINGS = [
  ...REST_SETTINGS.map((setting): SettingSpec<RestKey> => {
    if (setting.key === "token")
      return {
        ...setting,
        required: false,
        help: "Chave de acesso fornecida pelo parceiro ao cliente; vazia quando o token é obtido por chamada",
      };
    return setting.key === "autenticacao"
      ? {
          ...setting,
          options: [
            ...(setting.options ?? []),
            { value: TOKEN_BY_CALL, label: "Token obtido por chamada" },
          ],
        }
      : setting;
  }),
  pathSetting(
    "caminho_token",
    "Caminho do token",
    "token",
    "Somente com token obtido por chamada: o recurso que responde com accessToken",
  ),
  secret("corpo_token", "Corpo do pedido de token", {
    required: false,
    maxLength: 4_000,
    help: "Somente com token obtido por chamada: o JSON que o parceiro informou ao cliente",
    refuse: (value) => (isJson(value) ? null : "“Corpo do pedido de token” deve ser um JSON."),
  }),
];

type TokenKey = "caminho_token" | "corpo_token" | typeof TIMEOUT.key;

const answerShape = z.looseObject({ accessToken: z.string().min(1) });
const tokens = new WeakMap<object, Promise<string>>();

/** {@link tokenCredentials}, or the token that the partner gives for the body that it told the client. */
export const fetchedCredentials: Credentials<TokenKey> = async (ctx) =>
  ctx.settings.text("autenticacao") === TOKEN_BY_CALL
    ? { authorization: `Bearer ${await fetchToken(ctx)}` }
    : tokenCredentials(ctx);

/** Asked for once an attempt. */
function fetchToken(ctx: ConnectorContext<TokenKey | TlsKey | "url_base">): Promise<string> {
  const asked = tokens.get(ctx) ?? askToken(ctx);
  tokens.set(ctx, asked);
  return asked;
}

async function askToken(ctx: ConnectorContext<TokenKey | TlsKey | "url_base">): Promise<string> {
  const body = ctx.settings.text("corpo_token");
  if (body === "")
    throw new PartnerError(
      "settings",
      "Preencha “Corpo do pedido de token”: o token é obtido por chamada.",
      { settings: ["corpo_token"] },
    );
  const response = await ctx.http({
    method: "POST",
    url: addressOf(ctx, ctx.settings.text("caminho_token")),
    headers: { "content-type": "application/json", accept: "application/json" },
    body,
    timeoutSeconds: ctx.settings.integer("limite_segundos"),
    tls: readTls(ctx.settings),
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
