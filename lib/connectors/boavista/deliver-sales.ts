import { z } from "zod";
import { PartnerError } from "../../core/errors.ts";
import type { Delivered, Rejection, StoredFile, TaskContext } from "../define.ts";
import { readAnswer, sendLot } from "./call.ts";

const refused = z.object({ indice: z.number().int().nonnegative(), codigo: z.union([z.string(), z.number()]).transform(String), mensagem: z.string().default("") });
const acceptedShape = z.object({ protocolo: z.union([z.string(), z.number()]).transform(String), aceitos: z.number().int().nonnegative(), rejeitados: z.array(refused) });
const errorShape = z.looseObject({ mensagem: z.string().optional() });

/** Sends one lot. What is named in `rejeitados` was refused, the rest is accepted; 409 says that this lot is there already. */
export async function deliverSales(ctx: TaskContext, file: StoredFile): Promise<Delivered> {
  const response = await sendLot(ctx, { key: `${ctx.task.id}-${file.name.replace(/\.json$/, "")}`, body: await file.text() });
  if (response.status === 409) return { status: "done", receipt: "lote já recebido" };
  if (response.status === 413) throw new PartnerError("rejected", "A BoaVista considerou o lote grande demais. Diminua “Registros por lote” em Configurações e reprocesse.");
  if (response.status >= 400) throw new PartnerError("rejected", `A BoaVista recusou o lote: ${readAnswer(errorShape, response.json()).mensagem ?? response.status}`);
  const { protocolo, aceitos, rejeitados } = readAnswer(acceptedShape, response.json());
  // Numbers that do not add up are no acceptance of anything.
  if (aceitos + rejeitados.length !== file.rows || rejeitados.some(({ indice }) => !file.records[indice])) {
    throw new PartnerError("unexpected_shape", `A BoaVista respondeu por ${aceitos + rejeitados.length} de ${file.rows} vendas do lote ${file.name}.`);
  }
  const rejections = rejeitados.map(({ indice, codigo, mensagem }): Rejection => ({ key: file.records[indice]?.key ?? "", code: codigo, message: mensagem || `A BoaVista recusou a venda (${codigo}).` }));
  return { status: "done", receipt: protocolo, rejections };
}
