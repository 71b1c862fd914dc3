import { z } from "zod";
import { PartnerError } from "@/lib/core/errors.ts";
import type { Delivered, Rejection, StoredFile, TaskContext } from "../define.ts";
import { type CallKey, callScanntech, localPath, readAnswer } from "./call.ts";
import { registerNumber } from "./movement.ts";
import { findOwn } from "@/lib/core/find-own.ts";

const answerShape = z.object({
  idLote: z.union([z.string(), z.number()]),
  errores: z
    .array(
      z.object({
        numero: z.string(),
        error: z.object({ code: z.string(), message: z.string().default("") }),
      }),
    )
    .nullish(),
});

/** Sentences for the codes the integrations in use have met; any other is shown as it came. */
const SENTENCES: Readonly<Record<string, string>> = {
  FALLO_MOV_SUMA_PAGOS: "os pagamentos não somam o total",
  FALLO_MOV_IMPORTE_DETALLES: "os itens não somam o total",
};

function registerOf(file: StoredFile): string {
  const register = file.records[0]?.register;
  if (!register) throw new PartnerError("internal", `O lote ${file.name} não diz de que caixa é.`);
  return register;
}

function requireBranch(file: StoredFile): number {
  if (file.branchId === null)
    throw new PartnerError("internal", `O arquivo ${file.name} não diz de que filial é.`);
  return file.branchId;
}

/** Sends one lot. The partner may take a part: what it names in `errores` was refused, the rest is accepted. */
export async function deliverSales(
  ctx: TaskContext<CallKey>,
  file: StoredFile,
): Promise<Delivered> {
  const path = `${localPath(ctx, requireBranch(file))}/cajas/${registerNumber(registerOf(file))}/movimientos/lotes`;
  const answer = readAnswer(
    answerShape,
    await callScanntech(ctx, { method: "POST", path, body: await file.text() }),
  );
  return {
    status: "done",
    receipt: `lote ${answer.idLote}`,
    rejections: (answer.errores ?? []).map((error) => rejectionOf(file, error)),
  };
}

function rejectionOf(
  file: StoredFile,
  { numero, error }: { numero: string; error: { code: string; message: string } },
): Rejection {
  const record = file.records.find(({ key }) => key.split(":")[2] === numero);
  // A refusal that names no receipt of this lot must not pass for acceptance of all of it.
  if (!record)
    throw new PartnerError(
      "unexpected_shape",
      `A ScannTech recusou um cupom (${numero}) que não está no lote ${file.name}.`,
    );
  return {
    key: record.key,
    code: error.code,
    message: `Cupom ${numero}: ${findOwn(SENTENCES, error.code) ?? error.message}.`,
  };
}

/** Sends the closings of one till. Here the till goes without leading zeros, as in the integrations seen in use. */
export async function deliverClosings(
  ctx: TaskContext<CallKey>,
  file: StoredFile,
): Promise<Delivered> {
  const register = /^fechamentos-.*-(\d+)-\d{8}-g\d+\.json$/.exec(file.name)?.[1];
  if (!register)
    throw new PartnerError("internal", `O nome ${file.name} não diz de que caixa é o fechamento.`);
  const path = `${localPath(ctx, requireBranch(file))}/cajas/${Number(register)}/cierresDiarios/lotes`;
  const answer = readAnswer(
    answerShape,
    await callScanntech(ctx, { method: "POST", path, body: await file.text() }),
  );
  const rejections = (answer.errores ?? []).map(({ numero, error }) => ({
    key: numero,
    code: error.code,
    message: findOwn(SENTENCES, error.code) ?? error.message,
  }));
  return { status: "done", receipt: `lote ${answer.idLote}`, rejections };
}
