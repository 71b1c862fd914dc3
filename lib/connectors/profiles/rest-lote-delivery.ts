import { z } from "zod";
import { PartnerError } from "@/lib/core/errors.ts";
import type { Delivered, Rejection, StoredFile, TaskContext } from "../define.ts";
import type { HttpResponse } from "../transports/types.ts";
import type { MappedResource } from "./field-map.ts";
import { addressOf, type Credentials, type RestKey, type TIMEOUT } from "./rest-address.ts";
import { readTls } from "../tls-settings.ts";

const refusedShape = z.object({
  indice: z.number().int().nonnegative(),
  chave: z.string().nullish(),
  codigo: z.union([z.string(), z.number()]).transform(String),
  mensagem: z.string().default(""),
});
const acceptedShape = z.object({
  protocolo: z.union([z.string(), z.number()]).transform(String),
  aceitos: z.number().int().nonnegative(),
  rejeitados: z.array(refusedShape),
});
const errorShape = z.object({
  codigo: z.union([z.string(), z.number()]).transform(String).nullish(),
  mensagem: z.string(),
});
const lotShape = z.looseObject({ lote: z.string(), registros: z.array(z.unknown()) });

type Lot = z.output<typeof lotShape>;
interface Sent {
  receipts: string[];
  rejections: Array<{ index: number; code: string; message: string }>;
}

/** Statuses that are an answer about a lot; everything else is a failure of the line. */
export const LOT_ANSWERS = [400, 409, 413, 422];

/**
 * Brings one lot to the partner under its key, with {@link LOT_ANSWERS} as answers; the partner
 * knows a lot by the key, so that repeating one is harmless.
 */
export type SendLot = (lot: { key: string; body: string }) => Promise<HttpResponse>;

/**
 * Sends one part. What the partner names in `rejeitados` was refused and the rest is accepted; 409 says that
 * it has this lot already. Too large a lot (413) is halved until it passes, each half under a key of its own.
 */
export async function deliverLotWith(
  ctx: TaskContext,
  file: StoredFile,
  send: SendLot,
): Promise<Delivered> {
  const { receipts, rejections } = await sendLot(
    ctx,
    send,
    lotShape.parse(JSON.parse(await file.text())),
    0,
  );
  return {
    status: "done",
    receipt: receipts.join(", ").slice(0, 500),
    rejections: rejections.map((one) => nameRecord(file, one)),
  };
}

/** The settings by which lots of these resources are sent. */
export type LotDeliveryKey<Resource extends string> =
  | RestKey
  | typeof TIMEOUT.key
  | `caminho_${Resource}`;

/** Sends one part to the address of its resource, as the settings of the profile say. */
export async function deliverLot<Resource extends string, Access extends string>(
  ctx: TaskContext<LotDeliveryKey<Resource> | Access>,
  file: StoredFile,
  entities: ReadonlyArray<MappedResource<Resource>>,
  credentials: Credentials<Access>,
): Promise<Delivered> {
  const name = /^(.+)-[0-9A-Z]{14}-\d{8}-g\d+-\d+\.json$/.exec(file.name)?.[1];
  const entity = entities.find(({ resource }) => resource === name);
  if (!entity)
    throw new PartnerError("internal", `O nome ${file.name} não diz de que recurso é o lote.`);
  const url = addressOf(ctx, ctx.settings.text(`caminho_${entity.resource}`));
  return deliverLotWith(ctx, file, async ({ key, body }) =>
    ctx.http({
      method: "POST",
      url,
      headers: {
        ...(await credentials(ctx)),
        "content-type": "application/json; charset=utf-8",
        accept: "application/json",
        "idempotency-key": key,
      },
      body,
      timeoutSeconds: ctx.settings.integer("limite_segundos"),
      tls: readTls(ctx.settings),
      idempotent: true,
      accept: LOT_ANSWERS,
    }),
  );
}

function nameRecord(
  file: StoredFile,
  { index, code, message }: Sent["rejections"][number],
): Rejection {
  return { key: file.records[index]?.key ?? `registro ${index + 1}`, code, message };
}

async function sendLot(ctx: TaskContext, send: SendLot, lot: Lot, offset: number): Promise<Sent> {
  const response = await send({ key: `${ctx.task.id}-${lot.lote}`, body: JSON.stringify(lot) });
  if (response.status === 413) return halve(ctx, send, lot, offset);
  if (response.status === 409) return { receipts: [`${lot.lote} já recebido`], rejections: [] };
  if (response.status >= 400) throw new PartnerError("rejected", describeRefusal(response));
  return readAnswer(response, lot, offset);
}

async function halve(ctx: TaskContext, send: SendLot, lot: Lot, offset: number): Promise<Sent> {
  const { lote, registros } = lot;
  if (registros.length <= 1)
    return {
      receipts: [],
      rejections: [
        { index: offset, code: "413", message: "O parceiro não aceita um registro deste tamanho." },
      ],
    };
  const middle = Math.ceil(registros.length / 2);
  ctx.log("info", `O parceiro considerou o lote ${lote} grande demais; ele segue em duas partes.`);
  const first = await sendLot(
    ctx,
    send,
    { ...lot, lote: `${lote}.1`, registros: registros.slice(0, middle) },
    offset,
  );
  const second = await sendSecond(
    ctx,
    send,
    { ...lot, lote: `${lote}.2`, registros: registros.slice(middle) },
    offset + middle,
  );
  return {
    receipts: [...first.receipts, ...second.receipts],
    rejections: [...first.rejections, ...second.rejections],
  };
}

/**
 * The first half is accepted by now: a second one refused as a whole is the matter of its own
 * records, or all would go again.
 */
async function sendSecond(
  ctx: TaskContext,
  send: SendLot,
  lot: Lot,
  offset: number,
): Promise<Sent> {
  try {
    return await sendLot(ctx, send, lot, offset);
  } catch (error) {
    if (!(error instanceof PartnerError) || error.kind !== "rejected") throw error;
    return {
      receipts: [],
      rejections: lot.registros.map((_, index) => ({
        index: offset + index,
        code: "LOTE",
        message: error.detail,
      })),
    };
  }
}

/** Numbers that do not add up are no acceptance of anything. */
function readAnswer(response: HttpResponse, lot: Lot, offset: number): Sent {
  const parsed = acceptedShape.safeParse(response.json());
  if (!parsed.success)
    throw new PartnerError(
      "unexpected_shape",
      `O parceiro respondeu ao lote em um formato desconhecido (${parsed.error.issues[0]?.path.join(".") || "corpo"}).`,
    );
  const { protocolo, aceitos, rejeitados } = parsed.data;
  const places = new Set(rejeitados.map(({ indice }) => indice));
  if (
    places.size !== rejeitados.length ||
    aceitos + rejeitados.length !== lot.registros.length ||
    rejeitados.some(({ indice }) => indice >= lot.registros.length)
  ) {
    throw new PartnerError(
      "unexpected_shape",
      `O parceiro respondeu por ${aceitos + rejeitados.length} de ${lot.registros.length} registros do lote ${lot.lote}.`,
    );
  }
  return {
    receipts: [protocolo],
    rejections: rejeitados.map(({ indice, codigo, mensagem }) => ({
      index: offset + indice,
      code: codigo,
      message: mensagem || `O parceiro recusou o registro (${codigo}).`,
    })),
  };
}

function describeRefusal(response: HttpResponse): string {
  const parsed = errorShape.safeParse(response.json());
  return parsed.success
    ? `O parceiro recusou o lote: ${parsed.data.mensagem}${parsed.data.codigo ? ` (${parsed.data.codigo})` : ""}`
    : `O parceiro recusou o lote (${response.status}).`;
}
