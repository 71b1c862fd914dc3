import { z } from "zod";
import { PartnerError } from "@/lib/core/errors.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import type { Collected, TaskContext } from "../define.ts";
import { callWms, isRefusal, throwRefusal, type WmsCallKey, type WmsItem } from "./wms-call.ts";
import type { WmsPartner } from "./wms-partner.ts";
import { depotsOf } from "./wms-settings.ts";

const id = z.union([z.string().min(1), z.number().int().positive()]).transform(String);
const entry = z.looseObject({
  documentonr: z.string().default(""),
  registroerp: z.string().default(""),
  fornecedor: z.looseObject({ razao: z.string().default("") }).optional(),
});
const exit = z.looseObject({
  documentonr: z.string().default(""),
  registroerp: z.string().default(""),
  natureza: z.string().default(""),
  volumes: z
    .array(
      z.looseObject({
        produtos: z
          .array(
            z.looseObject({
              produtoid: z.union([z.string(), z.number()]),
              lotes: z.array(z.unknown()).optional(),
            }),
          )
          .default([]),
      }),
    )
    .default([]),
});
const inventory = z.looseObject({});
/** How many numbers whose answer was lost are kept in mind. */
const MOST_UNFINISHED = 20;

/** The settings that collecting goes by. */
export type CollectKey = WmsCallKey | "cd_deposito" | "exige_lote_saida";

interface Return<Shape extends z.ZodType> {
  kind: "wms_entry" | "wms_exit" | "wms_inventory";
  shape: Shape;
  list: string;
  fetch: string;
  /** The field that holds the document's number there. */
  number: "entradaid" | "pedidoid" | "inventarioid";
  titleOf(row: z.output<Shape>, number: string): string;
  /** What is wrong with a returned document; null when nothing is. */
  refuse?(row: z.output<Shape>): { code: string; message: string } | null;
}

/**
 * Fetching a return marks it as returned, so that it is never listed again: its number is remembered
 * before the call, and a run that was cut short fetches it once more instead of losing it. Such a number
 * comes last, and one that is refused is listed and left: none may hold up the others for ever.
 */
async function* collectReturns<Shape extends z.ZodType, Key extends string>(
  ctx: TaskContext<CollectKey | Key>,
  partner: WmsPartner<Key>,
  returns: Return<Shape>,
): AsyncIterable<Collected> {
  const stateKey = `${returns.kind}_em_curso`;
  const listed = await callWms(ctx, {
    method: "GET",
    path: returns.list,
    headers: partner.headers(ctx),
  });
  throwRefusal(listed);
  let unfinished = ((await ctx.state.get(stateKey)) ?? "")
    .split(" ")
    .filter(Boolean)
    .map(decodeURIComponent);
  const fresh = listNumbers(ctx, listed.filter(holdsData), returns.number).filter(
    (number) => !unfinished.includes(number),
  );
  const remember = (numbers: readonly string[]): Collected => ({
    type: "state",
    key: stateKey,
    value: numbers.slice(0, MOST_UNFINISHED).map(encodeURIComponent).join(" "),
  });
  let count = 0;
  for (const number of [...fresh, ...unfinished]) {
    yield remember([...new Set([number, ...unfinished])]);
    for await (const item of fetchReturn(ctx, partner, returns, number)) {
      count += 1;
      yield item;
    }
    unfinished = unfinished.filter((one) => one !== number);
    yield remember(unfinished);
  }
  ctx.log(
    "info",
    count === 0
      ? "O WMS não tem retornos novos."
      : `${formatCount(count, "retorno recebido", "retornos recebidos")} do WMS.`,
  );
}

/** The numbers of what is listed. A row without one is told; a list without any is no list of documents. */
function listNumbers(ctx: TaskContext, rows: readonly WmsItem[], field: string): string[] {
  const numbers = rows.flatMap((row) => {
    const read = id.safeParse(row[field]);
    return read.success ? [read.data] : [];
  });
  if (rows.length > 0 && numbers.length === 0)
    throw new PartnerError(
      "unexpected_shape",
      `O WMS listou documentos em um formato desconhecido (${field}).`,
    );
  if (numbers.length < rows.length)
    ctx.refuse({
      key: "consulta",
      code: "SEM_NUMERO",
      message: `O WMS listou ${formatCount(rows.length - numbers.length, "documento", "documentos")} sem o número (${field}): não há como buscar o que não tem número. Fale com o suporte do WMS.`,
    });
  return [...new Set(numbers)];
}

/** One document. Whatever is wrong with it is kept with it: the warehouse has marked it and will not give it again. */
async function* fetchReturn<Shape extends z.ZodType, Key extends string>(
  ctx: TaskContext<CollectKey | Key>,
  partner: WmsPartner<Key>,
  returns: Return<Shape>,
  number: string,
): AsyncIterable<Collected> {
  const answer = await callWms(ctx, {
    method: "PUT",
    path: returns.fetch.replace("{id}", encodeURIComponent(number)),
    headers: partner.headers(ctx),
  });
  const refusal = answer.find(isRefusal);
  if (refusal)
    return ctx.refuse({
      key: number,
      code: refusal.status ?? "",
      message: `O WMS não entregou o retorno ${number}: ${refusal.mensagem || `situação ${refusal.status}`}. Confira o documento no WMS.`,
    });
  const documents = answer.filter(holdsData);
  if (documents.length === 0)
    return ctx.refuse({
      key: number,
      code: "SEM_DADOS",
      message: `O WMS respondeu ao retorno ${number} sem os dados do documento. Confira-o no WMS.`,
    });
  for (const item of documents) {
    const own = id.safeParse(item[returns.number]);
    const head = {
      type: "item",
      kind: returns.kind,
      key: own.success ? own.data : number,
      ...branchOf(ctx, item),
    } as const;
    const read = returns.shape.safeParse(item);
    const wrong = read.success
      ? returns.refuse?.(read.data)
      : {
          code: "FORMATO",
          message: `O WMS devolveu o documento ${number} em um formato desconhecido (${read.error.issues[0]?.path.join(".") || "documento"}). Ele foi guardado como veio.`,
        };
    if (wrong) ctx.refuse({ key: number, ...wrong });
    yield read.success
      ? { ...head, title: returns.titleOf(read.data, number), data: read.data }
      : { ...head, title: `Retorno ${number}`, data: item };
  }
}

/** The depot that a document names, or the only one there is. */
function branchOf(ctx: TaskContext<CollectKey>, { deposito }: WmsItem): { branchId?: number } {
  const depots = depotsOf(ctx);
  const named = depots.find(
    ({ id: branchId }) =>
      ctx.settings.forBranch("cd_deposito", branchId) === String(deposito ?? ""),
  );
  const depot = named ?? (depots.length === 1 ? depots[0] : undefined);
  return depot ? { branchId: depot.id } : {};
}

/** With nothing to tell, the warehouse answers a verdict and a sentence in place of rows. */
const holdsData = (item: WmsItem): boolean =>
  Object.keys(item).some((key) => key !== "status" && key !== "mensagem");

/** Receipts that were checked: what came, what was sent back, what is set apart, lot by lot. */
export function collectEntries<Key extends string>(
  ctx: TaskContext<CollectKey | Key>,
  partner: WmsPartner<Key>,
): AsyncIterable<Collected> {
  const { entryList, entryReturn } = partner.paths(ctx);
  return collectReturns(ctx, partner, {
    kind: "wms_entry",
    shape: entry,
    list: entryList,
    fetch: entryReturn,
    number: "entradaid",
    titleOf: (row) =>
      `Recebimento da nota ${row.documentonr || row.registroerp}${row.fornecedor?.razao ? ` – ${row.fornecedor.razao}` : ""}`,
  });
}

/** Orders that left: volumes, products, lots. */
export function collectExits<Key extends string>(
  ctx: TaskContext<CollectKey | Key>,
  partner: WmsPartner<Key>,
): AsyncIterable<Collected> {
  const { exitList, exitReturn } = partner.paths(ctx);
  const needsLot = ctx.settings.flag("exige_lote_saida");
  return collectReturns(ctx, partner, {
    kind: "wms_exit",
    shape: exit,
    list: exitList,
    fetch: exitReturn,
    number: "pedidoid",
    titleOf: (row) => `Expedição do pedido ${row.documentonr || row.registroerp}`,
    refuse: (row) => {
      const without = needsLot
        ? row.volumes.flatMap(({ produtos }) => produtos).find(({ lotes }) => !lotes?.length)
        : undefined;
      return without
        ? {
            code: "SEM_LOTE",
            message: `O WMS expediu o pedido ${row.documentonr} com o produto ${without.produtoid} sem lote.`,
          }
        : null;
    },
  });
}

/** Counts that were closed. */
export function collectInventories<Key extends string>(
  ctx: TaskContext<CollectKey | Key>,
  partner: WmsPartner<Key>,
): AsyncIterable<Collected> {
  const { inventoryList, inventoryFetch } = partner.paths(ctx);
  return collectReturns(ctx, partner, {
    kind: "wms_inventory",
    shape: inventory,
    list: inventoryList,
    fetch: inventoryFetch,
    number: "inventarioid",
    titleOf: (_row, number) => `Inventário ${number}`,
  });
}
