import type { ConnectorContext } from "../define.ts";
import { choice, integer, secret, type SettingSpec, text, url } from "../settings.ts";
import { fetchToken, TOKEN_BY_CALL } from "./rest-token.ts";

/**
 * Where a partner of the generic REST profiles is and how we show who we are: all of it settings,
 * because no contract says it.
 */
export const REST_SETTINGS: readonly SettingSpec[] = [
  url("url_base", "Endereço da API", {
    help: "Endereço base informado pelo parceiro, sem o caminho de cada recurso",
  }),
  choice("autenticacao", "Autenticação", {
    defaultValue: "bearer",
    options: [
      { value: "bearer", label: "Authorization: Bearer" },
      { value: "x_api_key", label: "X-Api-Key" },
    ],
    help: "Em que cabeçalho o token segue, conforme o contrato do cliente",
  }),
  secret("token", "Token", { help: "Chave de acesso fornecida pelo parceiro ao cliente" }),
];

/** A path below the partner's address. */
export const pathSetting = (
  key: string,
  label: string,
  defaultValue: string,
  help: string,
): SettingSpec =>
  text(key, label, {
    defaultValue,
    help,
    refuse: (value) =>
      /^[\w./{}-]+$/.test(value) && !/(^|\/)\.\.(\/|$)/.test(value)
        ? null
        : `“${label}” aceita letras, números, ponto, hífen, barra e sublinhado.`,
  });

export const TEST_PATH = pathSetting(
  "caminho_teste",
  "Caminho do teste",
  "status",
  "Consultado somente pelo botão Testar conexão",
);
export const TIMEOUT = integer("limite_segundos", "Tempo limite (segundos)", {
  defaultValue: "60",
  min: 5,
  max: 300,
  help: "Quanto esperar por uma resposta do parceiro",
});

const isJson = (value: string): boolean => {
  try {
    return typeof JSON.parse(value) === "object";
  } catch {
    return false;
  }
};

/** {@link REST_SETTINGS} of a partner that may also give the token in answer to a call. */
export const FETCHED_TOKEN_SETTINGS: readonly SettingSpec[] = [
  ...REST_SETTINGS.map((setting): SettingSpec => {
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

/** The address of a path, each part of which is a setting. */
export function addressOf(ctx: ConnectorContext, path: string): string {
  return `${ctx.settings.text("url_base").replace(/\/+$/, "")}/${path.replace(/^\/+/, "")}`;
}

/** What shows who we are, in the header the registration says; nothing where a network protects the partner. */
export async function credentials(ctx: ConnectorContext): Promise<Record<string, string>> {
  const token = ctx.settings.text("token");
  switch (ctx.settings.text("autenticacao")) {
    case "nenhuma":
      return {};
    case TOKEN_BY_CALL:
      return {
        authorization: `Bearer ${await fetchToken(ctx, addressOf(ctx, ctx.settings.text("caminho_token")))}`,
      };
    case "basic":
      return {
        authorization: `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(`${ctx.settings.text("usuario")}:${token}`)))}`,
      };
    case "x_api_key":
      return { "x-api-key": token };
    default:
      return { authorization: `Bearer ${token}` };
  }
}

/**
 * "Testar conexão" of the REST profiles: one GET with the credentials. An address without that path
 * is told as what it is.
 */
export async function checkRest(ctx: ConnectorContext): Promise<string> {
  const path = ctx.settings.text("caminho_teste");
  const response = await ctx.http({
    method: "GET",
    url: addressOf(ctx, path),
    headers: { ...(await credentials(ctx)), accept: "application/json" },
    timeoutSeconds: 20,
    accept: [404, 405],
  });
  if (response.status === 404 || response.status === 405)
    return `O endereço respondeu, mas não tem o caminho “${path}”: as credenciais só serão conferidas no primeiro envio.`;
  // A page in place of an answer says nothing about the credentials.
  if (response.text.trim() !== "") response.json();
  return "Conexão aceita: o parceiro respondeu com as credenciais informadas.";
}
