import { z } from "zod";
import { PartnerError } from "@/lib/core/errors.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import type { Collected, Rejection, TaskContext } from "../define.ts";
import type { SettingSpec } from "../settings.ts";
import { type MappedResource, readIncomingMap } from "./field-map.ts";
import {
  addressOf,
  pathSetting,
  type RestKey,
  type TIMEOUT,
  tokenCredentials,
} from "./rest-address.ts";
import { refuseStrange } from "./refuse-strange.ts";
import { readTls } from "../tls-settings.ts";

/** Changes made there while we were asking are asked for once more: what comes twice is kept once. */
const OVERLAP_MS = 10 * 60_000;
const MOST_PAGES = 10_000;
const pageShape = z.object({
  itens: z.array(z.unknown()),
  proximo: z.union([z.string(), z.number()]).nullish(),
});

type Item = Extract<Collected, { type: "item" }>;

/** A kind of records that a partner of profile G3 gives, declared once. */
export interface PulledResource<
  Shape extends z.ZodType,
  Resource extends string,
> extends MappedResource<Resource> {
  shape: Shape;
  /** The record as it is kept, or why it is not. */
  take(record: z.output<Shape>): Omit<Item, "type"> | Rejection;
}

/** The settings by which a resource is pulled. */
export type PullKey<Resource extends string> =
  | RestKey
  | typeof TIMEOUT.key
  | "mapa_campos"
  | `caminho_${Resource}`;

/** The path of a pulled resource. */
export const pullPath = <Resource extends string>({
  resource,
  label,
}: MappedResource<Resource>): SettingSpec<`caminho_${Resource}`> =>
  pathSetting(
    `caminho_${resource}`,
    `Caminho: ${label.toLowerCase()}`,
    resource,
    `Recurso que devolve ${label.toLowerCase()}, depois do endereço da API`,
  );

/**
 * Generic profile G3: page after page of what changed since the last time. The cursor is the moment at which
 * that run began; it becomes fact with the last items, so that a run cut short asks for the same again.
 */
export async function* pullResource<Shape extends z.ZodType, Resource extends string>(
  ctx: TaskContext<PullKey<Resource>>,
  { resource, fields, shape, take }: PulledResource<Shape, Resource>,
): AsyncIterable<Collected> {
  const toHub = readIncomingMap(ctx.settings.text("mapa_campos"), resource);
  const key = `desde:${resource}`;
  // A person's reprocess asks for everything: what was refused may be right now.
  const since = ctx.task.generation > 1 ? null : await ctx.state.get(key);
  const count = { taken: 0, refused: 0, strange: 0 };
  let page = 1;
  for (let asked = 1; ; asked++) {
    const { itens, proximo } = await askPage(ctx, resource, since, page);
    for (const [index, raw] of itens.entries()) {
      const parsed = shape.safeParse(toHub(raw));
      const taken = parsed.success
        ? take(parsed.data)
        : refuseStrange(resource, toHub(raw), {
            fields,
            page,
            place: index + 1,
            field: parsed.error.issues[0]?.path.join(".") ?? "",
          });
      if ("kind" in taken) {
        count.taken += 1;
        yield { type: "item", ...taken };
      } else {
        if (parsed.success) count.refused += 1;
        else count.strange += 1;
        ctx.refuse(taken);
      }
    }
    // One record that cannot be read is its own matter; when none can, it is another contract.
    if (itens.length > 0 && count.strange === itens.length && count.taken + count.refused === 0)
      throw new PartnerError(
        "unexpected_shape",
        `O parceiro devolve ${resource} em um formato desconhecido.`,
      );
    // An empty page in between says nothing about the next one.
    if (proximo == null || proximo === "") break;
    if (asked === MOST_PAGES)
      throw new PartnerError(
        "unexpected_shape",
        `O parceiro devolve páginas de ${resource} sem fim.`,
      );
    page = Math.max(page + 1, Number(proximo) || 0);
  }
  yield {
    type: "state",
    key,
    value: new Date(ctx.task.startedAt.getTime() - OVERLAP_MS).toISOString(),
  };
  const refused = count.refused + count.strange;
  ctx.log(
    "info",
    `${resource}: ${formatCount(count.taken, "registro recebido", "registros recebidos")}${refused > 0 ? ` e ${formatCount(refused, "recusado", "recusados")}` : ""}.`,
  );
}

async function askPage<Resource extends string>(
  ctx: TaskContext<PullKey<Resource>>,
  resource: Resource,
  since: string | null,
  page: number,
): Promise<z.output<typeof pageShape>> {
  const query = new URLSearchParams({
    ...(since === null ? {} : { desde: since }),
    pagina: String(page),
  });
  const response = await ctx.http({
    method: "GET",
    url: `${addressOf(ctx, ctx.settings.text(`caminho_${resource}`))}?${query}`,
    headers: { ...(await tokenCredentials(ctx)), accept: "application/json" },
    timeoutSeconds: ctx.settings.integer("limite_segundos"),
    tls: readTls(ctx.settings),
  });
  const parsed = pageShape.safeParse(response.json());
  if (!parsed.success)
    throw new PartnerError(
      "unexpected_shape",
      `O parceiro respondeu à consulta de ${resource} em um formato desconhecido.`,
    );
  return parsed.data;
}
