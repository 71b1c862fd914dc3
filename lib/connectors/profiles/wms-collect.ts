import { z } from "zod";
import { PartnerError } from "../../core/errors.ts";
import type { Collected, TaskContext } from "../define.ts";
import { callWms, throwRefusal, type WmsItem } from "./wms-call.ts";
import type { WmsPartner } from "./wms-partner.ts";
import { depotsOf } from "./wms-settings.ts";

const id = z.union([z.string().min(1), z.number().int().positive()]).transform(String);
const entry = z.looseObject({ entradaid: id, documentonr: z.string().default(""), registroerp: z.string().default(""), fornecedor: z.looseObject({ razao: z.string().default("") }).optional() });
const exit = z.looseObject({ pedidoid: id, documentonr: z.string().default(""), registroerp: z.string().default(""), natureza: z.string().default(""), volumes: z.array(z.looseObject({ produtos: z.array(z.looseObject({ produtoid: z.union([z.string(), z.number()]), lotes: z.array(z.unknown()).optional() })).default([]) })).default([]) });
const inventory = z.looseObject({ inventarioid: id });

interface Return<Shape extends z.ZodType> {
  kind: "wms_entry" | "wms_exit" | "wms_inventory";
  shape: Shape;
  list: string;
  fetch: string;
  idOf(row: z.output<Shape>): string;
  titleOf(row: z.output<Shape>): string;
  /** What is wrong with a returned document; null when nothing is. */
  refuse?(row: z.output<Shape>): { code: string; message: string } | null;
}

/**
 * Fetching a return marks it as returned, so that it is never listed again: its number is remembered
 * before the call, and a run that was cut short fetches it once more instead of losing it.
 */
async function* collectReturns<Shape extends z.ZodType>(ctx: TaskContext, partner: WmsPartner, returns: Return<Shape>): AsyncIterable<Collected> {
  const { kind, shape, idOf, titleOf } = returns;
  const headers = partner.headers(ctx);
  const stateKey = `${kind}_em_curso`;
  const listed = await callWms(ctx, { method: "GET", path: returns.list, headers });
  throwRefusal(listed);
  const unfinished = await ctx.state.get(stateKey);
  const ids = [...new Set([...(unfinished ? [unfinished] : []), ...listed.filter(holdsData).map((row) => idOf(read(shape, row)))])];
  const depots = depotsOf(ctx);
  const branch = depots.length === 1 && depots[0] ? { branchId: depots[0].id } : {};
  for (const number of ids) {
    yield { type: "state", key: stateKey, value: number };
    const answer = await callWms(ctx, { method: "PUT", path: returns.fetch.replace("{id}", encodeURIComponent(number)), headers });
    throwRefusal(answer);
    for (const item of answer.filter(holdsData)) {
      const row = read(shape, item);
      const refusal = returns.refuse?.(row);
      // Kept all the same: the warehouse has marked it and will not give it again.
      if (refusal) ctx.refuse({ key: number, ...refusal });
      yield { type: "item", kind, key: idOf(row), title: titleOf(row), ...branch, data: row };
    }
  }
  if (ids.length > 0) yield { type: "state", key: stateKey, value: "" };
  ctx.log("info", ids.length === 0 ? "O WMS não tem retornos novos." : `${ids.length} retorno(s) recebido(s) do WMS.`);
}

/** With nothing to tell, the warehouse answers a verdict and a sentence in place of rows. */
const holdsData = (item: WmsItem): boolean => Object.keys(item).some((key) => key !== "status" && key !== "mensagem");

function read<Shape extends z.ZodType>(shape: Shape, row: unknown): z.output<Shape> {
  const parsed = shape.safeParse(row);
  if (!parsed.success) throw new PartnerError("unexpected_shape", `O WMS devolveu um documento em um formato desconhecido (${parsed.error.issues[0]?.path.join(".") || "documento"}).`);
  return parsed.data;
}

/** Receipts that were checked: what came, what was sent back, what is set apart, lot by lot. */
export function collectEntries(ctx: TaskContext, partner: WmsPartner): AsyncIterable<Collected> {
  const { entryList, entryReturn } = partner.paths(ctx);
  return collectReturns(ctx, partner, { kind: "wms_entry", shape: entry, list: entryList, fetch: entryReturn, idOf: (row) => row.entradaid, titleOf: (row) => `Recebimento da nota ${row.documentonr || row.registroerp}${row.fornecedor?.razao ? ` – ${row.fornecedor.razao}` : ""}` });
}

/** Orders that left: volumes, products, lots. */
export function collectExits(ctx: TaskContext, partner: WmsPartner): AsyncIterable<Collected> {
  const { exitList, exitReturn } = partner.paths(ctx);
  const needsLot = ctx.settings.flag("exige_lote_saida");
  return collectReturns(ctx, partner, {
    kind: "wms_exit",
    shape: exit,
    list: exitList,
    fetch: exitReturn,
    idOf: (row) => row.pedidoid,
    titleOf: (row) => `Expedição do pedido ${row.documentonr || row.registroerp}`,
    refuse: (row) => {
      const without = needsLot ? row.volumes.flatMap(({ produtos }) => produtos).find(({ lotes }) => !lotes?.length) : undefined;
      return without ? { code: "SEM_LOTE", message: `O WMS expediu o pedido ${row.documentonr} com o produto ${without.produtoid} sem lote.` } : null;
    },
  });
}

/** Counts that were closed. */
export function collectInventories(ctx: TaskContext, partner: WmsPartner): AsyncIterable<Collected> {
  const { inventoryList, inventoryFetch } = partner.paths(ctx);
  return collectReturns(ctx, partner, { kind: "wms_inventory", shape: inventory, list: inventoryList, fetch: inventoryFetch, idOf: (row) => row.inventarioid, titleOf: (row) => `Inventário ${row.inventarioid}` });
}
