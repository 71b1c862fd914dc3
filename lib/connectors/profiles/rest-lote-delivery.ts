import { z } from "zod";
import { PartnerError } from "../../core/errors.ts";
import type { Delivered, Rejection, StoredFile, TaskContext } from "../define.ts";
import type { HttpResponse } from "../transports/types.ts";
import { addressOf, credentials } from "./rest-address.ts";

const refusedShape = z.object({ indice: z.number().int().nonnegative(), chave: z.string().nullish(), codigo: z.union([z.string(), z.number()]).transform(String), mensagem: z.string().default("") });
const acceptedShape = z.object({ protocolo: z.union([z.string(), z.number()]).transform(String), aceitos: z.number().int().nonnegative(), rejeitados: z.array(refusedShape) });
const errorShape = z.object({ codigo: z.union([z.string(), z.number()]).transform(String).nullish(), mensagem: z.string() });
const lotShape = z.looseObject({ lote: z.string(), registros: z.array(z.unknown()) });

type Lot = z.output<typeof lotShape>;
interface Sent {
  receipts: string[];
  rejections: Array<{ index: number; code: string; message: string }>;
}

/**
 * Sends one part. What the partner names in `rejeitados` was refused and the rest is accepted; 409 says that
 * it has this lot already. Too large a lot (413) is halved until it passes, each half under a key of its own.
 */
export async function deliverLot(ctx: TaskContext, file: StoredFile): Promise<Delivered> {
  const lot = lotShape.parse(JSON.parse(await file.text()));
  const resource = /^(.+)-[0-9A-Z]{14}-\d{8}-g\d+-\d+\.json$/.exec(file.name)?.[1];
  if (!resource) throw new PartnerError("internal", `O nome ${file.name} não diz de que recurso é o lote.`);
  const { receipts, rejections } = await sendLot(ctx, ctx.settings.text(`caminho_${resource}`), lot, 0);
  return { status: "done", receipt: receipts.join(", ").slice(0, 500), rejections: rejections.map((one) => nameRecord(file, one)) };
}

function nameRecord(file: StoredFile, { index, code, message }: Sent["rejections"][number]): Rejection {
  return { key: file.records[index]?.key ?? `registro ${index + 1}`, code, message };
}

async function sendLot(ctx: TaskContext, path: string, lot: Lot, offset: number): Promise<Sent> {
  const response = await ctx.http({
    method: "POST",
    url: addressOf(ctx, path),
    headers: { ...credentials(ctx), "content-type": "application/json; charset=utf-8", accept: "application/json", "idempotency-key": `${ctx.task.id}-${lot.lote}` },
    body: JSON.stringify(lot),
    timeoutSeconds: ctx.settings.integer("limite_segundos"),
    // The partner knows a lot by its key: repeating one is harmless.
    idempotent: true,
    accept: [400, 409, 413, 422],
  });
  if (response.status === 413) return halve(ctx, path, lot, offset);
  if (response.status === 409) return { receipts: [`${lot.lote} já recebido`], rejections: [] };
  if (response.status >= 400) throw new PartnerError("rejected", describeRefusal(response));
  return readAnswer(response, lot, offset);
}

async function halve(ctx: TaskContext, path: string, lot: Lot, offset: number): Promise<Sent> {
  const { lote, registros } = lot;
  if (registros.length <= 1) return { receipts: [], rejections: [{ index: offset, code: "413", message: "O parceiro não aceita um registro deste tamanho." }] };
  const middle = Math.ceil(registros.length / 2);
  ctx.log("info", `O parceiro considerou o lote ${lote} grande demais; ele segue em duas partes.`);
  const first = await sendLot(ctx, path, { ...lot, lote: `${lote}.1`, registros: registros.slice(0, middle) }, offset);
  const second = await sendLot(ctx, path, { ...lot, lote: `${lote}.2`, registros: registros.slice(middle) }, offset + middle);
  return { receipts: [...first.receipts, ...second.receipts], rejections: [...first.rejections, ...second.rejections] };
}

/** Numbers that do not add up are no acceptance of anything. */
function readAnswer(response: HttpResponse, lot: Lot, offset: number): Sent {
  const parsed = acceptedShape.safeParse(response.json());
  if (!parsed.success) throw new PartnerError("unexpected_shape", `O parceiro respondeu ao lote em um formato desconhecido (${parsed.error.issues[0]?.path.join(".") || "corpo"}).`);
  const { protocolo, aceitos, rejeitados } = parsed.data;
  const places = new Set(rejeitados.map(({ indice }) => indice));
  if (places.size !== rejeitados.length || aceitos + rejeitados.length !== lot.registros.length || rejeitados.some(({ indice }) => indice >= lot.registros.length)) {
    throw new PartnerError("unexpected_shape", `O parceiro respondeu por ${aceitos + rejeitados.length} de ${lot.registros.length} registros do lote ${lot.lote}.`);
  }
  return { receipts: [protocolo], rejections: rejeitados.map(({ indice, codigo, mensagem }) => ({ index: offset + indice, code: codigo, message: mensagem || `O parceiro recusou o registro (${codigo}).` })) };
}

function describeRefusal(response: HttpResponse): string {
  const parsed = errorShape.safeParse(response.json());
  return parsed.success ? `O parceiro recusou o lote: ${parsed.data.mensagem}${parsed.data.codigo ? ` (${parsed.data.codigo})` : ""}` : `O parceiro recusou o lote (${response.status}).`;
}
