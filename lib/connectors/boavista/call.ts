import { z } from "zod";
import { PartnerError } from "../../core/errors.ts";
import type { ConnectorContext } from "../define.ts";
import type { HttpResponse } from "../transports/types.ts";

const tokenShape = z.looseObject({ token: z.string().min(1) });
/** A page of the profile's lists; the last one has no next. */
const pageShape = z.object({ itens: z.array(z.unknown()), proximo: z.union([z.string(), z.number()]).nullish() });
/** A partner that always names a next page must not hold a worker for ever. */
const MOST_PAGES = 2_000;

/** The address of a path, each a setting because no contract says it. */
function addressOf(ctx: ConnectorContext, key: string): string {
  return `${ctx.settings.text("url_base").replace(/\/+$/, "")}/${ctx.settings.text(key).replace(/^\/+/, "")}`;
}

/** Reads an answer by its shape; anything else is `unexpected_shape`, never taken for acceptance. */
export function readAnswer<Shape extends z.ZodType>(shape: Shape, value: unknown): z.output<Shape> {
  const parsed = shape.safeParse(value);
  if (!parsed.success) throw new PartnerError("unexpected_shape", `A BoaVista respondeu em um formato que o hub não reconhece (${parsed.error.issues[0]?.path.join(".") || "corpo"}).`);
  return parsed.data;
}

/** Access key and secret for a token, which lives as long as one file or one question. */
export async function authenticate(ctx: ConnectorContext): Promise<string> {
  const body = JSON.stringify({ chave_acesso: ctx.settings.text("chave_acesso"), chave_secreta: ctx.settings.text("chave_secreta") });
  const response = await ctx.http({ method: "POST", url: addressOf(ctx, "caminho_autenticacao"), headers: { "content-type": "application/json", accept: "application/json" }, body, idempotent: true });
  return readAnswer(tokenShape, response.json()).token;
}

/** Sends one lot under its own key: repeated, it is the same lot. */
export async function sendLot(ctx: ConnectorContext, lot: { key: string; body: string }): Promise<HttpResponse> {
  const token = await authenticate(ctx);
  return ctx.http({
    method: "POST",
    url: addressOf(ctx, "caminho_vendas"),
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json; charset=utf-8", accept: "application/json", "idempotency-key": lot.key },
    body: lot.body,
    timeoutSeconds: 60,
    idempotent: true,
    accept: [400, 409, 413, 422],
  });
}

/** Everything that a list has for a store and day, page after page. */
export async function* readPages<Shape extends z.ZodType>(ctx: ConnectorContext, path: string, query: Readonly<Record<string, string>>, shape: Shape): AsyncIterable<z.output<Shape>> {
  const token = await authenticate(ctx);
  let page = "1";
  for (let count = 0; count < MOST_PAGES; count++) {
    const response = await ctx.http({ method: "GET", url: `${addressOf(ctx, path)}?${new URLSearchParams({ ...query, pagina: page })}`, headers: { authorization: `Bearer ${token}`, accept: "application/json" }, timeoutSeconds: 60 });
    const { itens, proximo } = readAnswer(pageShape, response.json());
    for (const item of itens) yield readAnswer(shape, item);
    if (proximo === null || proximo === undefined || proximo === "") return;
    page = String(proximo);
  }
  throw new PartnerError("unexpected_shape", `A BoaVista passou de ${MOST_PAGES} páginas em uma consulta.`);
}
