import { z } from "zod";
import { PartnerError } from "../../core/errors.ts";
import type { Collected, Rejection, TaskContext } from "../define.ts";
import type { SettingSpec } from "../settings.ts";
import { type MappedResource, readIncomingMap } from "./field-map.ts";
import { addressOf, credentials, pathSetting } from "./rest-address.ts";

/** Changes made there while we were asking are asked for once more: what comes twice is kept once. */
const OVERLAP_MS = 10 * 60_000;
const MOST_PAGES = 10_000;
const pageShape = z.object({ itens: z.array(z.unknown()), proximo: z.union([z.string(), z.number()]).nullish() });

type Item = Extract<Collected, { type: "item" }>;

/** A kind of records that a partner of profile G3 gives, declared once. */
export interface PulledResource<Shape extends z.ZodType> extends MappedResource {
  shape: Shape;
  /** The record as it is kept, or why it is not. */
  take(record: z.output<Shape>): Omit<Item, "type"> | Rejection;
}

/** The path of a pulled resource. */
export const pullPath = ({ resource, label }: MappedResource): SettingSpec => pathSetting(`caminho_${resource}`, `Caminho: ${label.toLowerCase()}`, resource, `Recurso que devolve ${label.toLowerCase()}, depois do endereço da API`);

/**
 * Generic profile G3: page after page of what changed since the last time. The cursor is the moment at which
 * that run began; it becomes fact with the last items, so that a run cut short asks for the same again.
 */
export async function* pullResource<Shape extends z.ZodType>(ctx: TaskContext, { resource, shape, take }: PulledResource<Shape>): AsyncIterable<Collected> {
  const toHub = readIncomingMap(ctx.settings.text("mapa_campos"), resource);
  const key = `desde:${resource}`;
  // A person's reprocess asks for everything: what was refused may be right now.
  const since = ctx.task.generation > 1 ? null : await ctx.state.get(key);
  let count = 0;
  let refused = 0;
  for (let page = 1; ; page++) {
    const { itens, proximo } = await askPage(ctx, resource, since, page);
    for (const raw of itens) {
      const parsed = shape.safeParse(toHub(raw));
      if (!parsed.success) throw new PartnerError("unexpected_shape", `O parceiro devolveu um registro de ${resource} em um formato desconhecido (${parsed.error.issues[0]?.path.join(".") || "registro"}).`);
      const taken = take(parsed.data);
      if ("kind" in taken) {
        count += 1;
        yield { type: "item", ...taken };
      } else {
        refused += 1;
        ctx.refuse(taken);
      }
    }
    if (proximo == null || proximo === "" || itens.length === 0) break;
    if (page === MOST_PAGES) throw new PartnerError("unexpected_shape", `O parceiro devolve páginas de ${resource} sem fim.`);
  }
  yield { type: "state", key, value: new Date(ctx.task.startedAt.getTime() - OVERLAP_MS).toISOString() };
  ctx.log("info", `${resource}: ${count} registro(s) recebido(s)${refused > 0 ? ` e ${refused} recusado(s)` : ""}.`);
}

async function askPage(ctx: TaskContext, resource: string, since: string | null, page: number): Promise<z.output<typeof pageShape>> {
  const query = new URLSearchParams({ ...(since === null ? {} : { desde: since }), pagina: String(page) });
  const response = await ctx.http({
    method: "GET",
    url: `${addressOf(ctx, ctx.settings.text(`caminho_${resource}`))}?${query}`,
    headers: { ...credentials(ctx), accept: "application/json" },
    timeoutSeconds: ctx.settings.integer("limite_segundos"),
  });
  const parsed = pageShape.safeParse(response.json());
  if (!parsed.success) throw new PartnerError("unexpected_shape", `O parceiro respondeu à consulta de ${resource} em um formato desconhecido.`);
  return parsed.data;
}
