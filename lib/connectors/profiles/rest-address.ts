import type { ConnectorContext } from "../define.ts";
import { choice, integer, type KeyOf, secret, type SettingSpec, text, url } from "../settings.ts";
import { readTls, TLS_SETTINGS } from "../tls-settings.ts";

/**
 * Where a partner of the generic REST profiles is and how we show who we are: all of it settings,
 * because no contract says it.
 */
export const REST_SETTINGS = [
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
  ...TLS_SETTINGS,
];
export type RestKey = KeyOf<typeof REST_SETTINGS>;

/** What shows who we are, as headers; it may read settings of its own. */
export type Credentials<Key extends string = never> = (
  ctx: ConnectorContext<RestKey | Key>,
) => Promise<Record<string, string>>;

/** A path below the partner's address. */
export const pathSetting = <const Key extends string>(
  key: Key,
  label: string,
  defaultValue: string,
  help: string,
): SettingSpec<Key> =>
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

/** The address of a path, each part of which is a setting. */
export function addressOf(ctx: ConnectorContext<"url_base">, path: string): string {
  return `${ctx.settings.text("url_base").replace(/\/+$/, "")}/${path.replace(/^\/+/, "")}`;
}

/** What shows who we are, in the header that the registration says. */
export const tokenCredentials: Credentials = async (ctx): Promise<Record<string, string>> => {
  const token = ctx.settings.text("token");
  return ctx.settings.text("autenticacao") === "x_api_key"
    ? { "x-api-key": token }
    : { authorization: `Bearer ${token}` };
};

/**
 * "Testar conexão" of the REST profiles: one GET with the credentials. An address without that path
 * is told as what it is.
 */
export async function checkRest<Key extends string = never>(
  ctx: ConnectorContext<RestKey | typeof TEST_PATH.key | Key>,
  credentials: Credentials<Key> = tokenCredentials,
): Promise<string> {
  const path = ctx.settings.text("caminho_teste");
  const response = await ctx.http({
    method: "GET",
    url: addressOf(ctx, path),
    headers: { ...(await credentials(ctx)), accept: "application/json" },
    timeoutSeconds: 20,
    tls: readTls(ctx.settings),
    accept: [404, 405],
  });
  if (response.status === 404 || response.status === 405)
    return `O endereço respondeu, mas não tem o caminho “${path}”: as credenciais só serão conferidas no primeiro envio.`;
  // A page in place of an answer says nothing about the credentials.
  if (response.text.trim() !== "") response.json();
  return "Conexão aceita: o parceiro respondeu com as credenciais informadas.";
}
