import { z } from "zod";
import { PartnerError } from "@/lib/core/errors.ts";
import type { ConnectorContext, TaskContext } from "../define.ts";
import { type MappedResource, readFieldMap, readIncomingMap } from "../profiles/field-map.ts";
import { addressOf, type TIMEOUT } from "../profiles/rest-address.ts";
import { refuseStrange } from "../profiles/refuse-strange.ts";
import { LOT_ANSWERS, type SendLot } from "../profiles/rest-lote-delivery.ts";

const tokenShape = z.looseObject({ token: z.string().min(1) });
/** A page of the profile's lists; the last one has no next. */
const pageShape = z.object({
  itens: z.array(z.unknown()),
  proximo: z.union([z.string(), z.number()]).nullish(),
});
/** A partner that always names a next page must not hold a worker for ever. */
const MOST_PAGES = 2_000;

/**
 * What the hub asks for and gets of each address, by the hub's names: the registration may give
 * them the contract's.
 */
export const CALLED: readonly MappedResource[] = [
  {
    resource: "autenticacao",
    label: "Autenticação",
    fields: ["chave_acesso", "chave_secreta", "token"],
  },
  {
    resource: "conciliacao",
    label: "Conciliação",
    fields: [
      "chave",
      "nsu",
      "autorizacao",
      "status",
      "motivo",
      "valor_bruto",
      "taxa_percentual",
      "valor_liquido",
      "previsao_pagamento",
      "data_pagamento",
      "lote",
    ],
  },
  {
    resource: "pagamentos",
    label: "Pagamentos",
    fields: [
      "id",
      "lote",
      "data_pagamento",
      "adquirente_cnpj",
      "bandeira",
      "quantidade",
      "valor_bruto",
      "valor_taxa",
      "valor_liquido",
    ],
  },
  {
    resource: "extrato",
    label: "Extrato",
    fields: [
      "id",
      "data_hora",
      "nsu",
      "autorizacao",
      "adquirente_cnpj",
      "bandeira",
      "produto",
      "parcelas",
      "valor_bruto",
    ],
  },
];

/** Reads an answer by its shape; anything else is `unexpected_shape`, never taken for acceptance. */
export function readAnswer<Shape extends z.ZodType>(shape: Shape, value: unknown): z.output<Shape> {
  const parsed = shape.safeParse(value);
  if (!parsed.success)
    throw new PartnerError(
      "unexpected_shape",
      `A BoaVista respondeu em um formato que o Enlace não reconhece (${parsed.error.issues[0]?.path.join(".") || "corpo"}).`,
    );
  return parsed.data;
}

type LoginKey =
  | "url_base"
  | "caminho_autenticacao"
  | "chave_acesso"
  | "chave_secreta"
  | "mapa_campos"
  | typeof TIMEOUT.key;

/** Access key and secret for a token, which lives as long as one file or one question. */
export async function authenticate(ctx: ConnectorContext<LoginKey>): Promise<string> {
  const map = ctx.settings.text("mapa_campos");
  const keys = readFieldMap(
    map,
    "autenticacao",
  )({
    chave_acesso: ctx.settings.text("chave_acesso"),
    chave_secreta: ctx.settings.text("chave_secreta"),
  });
  const response = await ctx.http({
    method: "POST",
    url: addressOf(ctx, ctx.settings.text("caminho_autenticacao")),
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify(keys),
    timeoutSeconds: ctx.settings.integer("limite_segundos"),
    idempotent: true,
  });
  return readAnswer(tokenShape, readIncomingMap(map, "autenticacao")(response.json())).token;
}

/** What sends one lot under its own key: repeated, it is the same lot. */
export const sendLotOf =
  (ctx: ConnectorContext<LoginKey | "caminho_vendas">): SendLot =>
  async (lot) => {
    const token = await authenticate(ctx);
    return ctx.http({
      method: "POST",
      url: addressOf(ctx, ctx.settings.text("caminho_vendas")),
      headers: {
        authorization: `Bearer ${token}`,
        "content-type": "application/json; charset=utf-8",
        accept: "application/json",
        "idempotency-key": lot.key,
      },
      body: lot.body,
      timeoutSeconds: ctx.settings.integer("limite_segundos"),
      idempotent: true,
      accept: LOT_ANSWERS,
    });
  };

/** The settings by which a list is read. */
export type PageKey<Resource extends string> = LoginKey | `caminho_${Resource}`;

/**
 * Everything that a list has for a store and day, page after page. A record that cannot be read is
 * refused by its key and the others stay; when none can, it is another contract.
 */
export async function* readPages<Shape extends z.ZodType, Resource extends string>(
  ctx: TaskContext<PageKey<Resource>>,
  resource: Resource,
  query: Readonly<Record<string, string>>,
  shape: Shape,
): AsyncIterable<z.output<Shape>> {
  const token = await authenticate(ctx);
  const toHub = readIncomingMap(ctx.settings.text("mapa_campos"), resource);
  const address = addressOf(ctx, ctx.settings.text(`caminho_${resource}`));
  const fields = CALLED.find((called) => called.resource === resource)?.fields ?? [];
  const count = { read: 0, strange: 0 };
  let page = "1";
  for (let asked = 1; asked <= MOST_PAGES; asked++) {
    const response = await ctx.http({
      method: "GET",
      url: `${address}?${new URLSearchParams({ ...query, pagina: page })}`,
      headers: { authorization: `Bearer ${token}`, accept: "application/json" },
      timeoutSeconds: ctx.settings.integer("limite_segundos"),
    });
    const { itens, proximo } = readAnswer(pageShape, response.json());
    for (const [index, item] of itens.entries()) {
      const record = toHub(item);
      const parsed = shape.safeParse(record);
      if (parsed.success) {
        count.read += 1;
        yield parsed.data;
        continue;
      }
      count.strange += 1;
      const field = parsed.error.issues[0]?.path.join(".") ?? "";
      ctx.refuse(refuseStrange(resource, record, { fields, page: asked, place: index + 1, field }));
    }
    if (count.strange > 0 && count.read === 0)
      throw new PartnerError(
        "unexpected_shape",
        "A BoaVista respondeu em um formato que o Enlace não reconhece.",
      );
    if (proximo === null || proximo === undefined || proximo === "") return;
    page = String(proximo);
  }
  throw new PartnerError(
    "unexpected_shape",
    `A BoaVista passou de ${MOST_PAGES} páginas em uma consulta.`,
  );
}
