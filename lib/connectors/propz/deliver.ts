import { z } from "zod";
import { PartnerError } from "@/lib/core/errors.ts";
import type { Delivered, Rejection, StoredFile, TaskContext } from "../define.ts";
import { deliverLines } from "../profiles/deliver-lines.ts";
import { type CallKey, callPropz, readAnswer } from "./call.ts";
import type { Purchase } from "./purchase.ts";

/** The body of an answer was not seen: any JSON object counts, a page of HTML does not. */
const acceptedShape = z.looseObject({});
/** Likewise of a refusal: the names that such bodies usually have. */
const refusedShape = z.looseObject({
  code: z.union([z.string(), z.number()]).optional(),
  message: z.string().optional(),
});

/** Already registered: what a repeat after a lost answer meets. */
const CONFLICT = 409;

/** Sends each purchase of the file. One that Propz refuses is listed, the rest goes on. */
export function deliverPurchases(ctx: TaskContext<CallKey>, file: StoredFile): Promise<Delivered> {
  const keys = new Map(file.records.map(({ key }) => [key.split(":").slice(2).join(":"), key]));
  return deliverLines(ctx, file, async (line): Promise<Rejection | null> => {
    const { ticket } = JSON.parse(line) as Purchase;
    const key = keys.get(ticket.ticketId);
    if (!key)
      throw new PartnerError(
        "internal",
        `O arquivo ${file.name} tem um cupom que não está na sua conta.`,
      );
    const response = await callPropz(ctx, {
      method: "POST",
      path: "/retail/pos/register-purchase/v2",
      body: line,
      accept: [400, CONFLICT, 422],
    });
    if (response.status === 400 || response.status === 422) {
      const { code, message } = readAnswer(refusedShape, response);
      return {
        key,
        code: String(code ?? response.status),
        message: `Cupom ${ticket.ticketId}: ${message ?? `a Propz recusou os dados (${response.status}).`}`,
      };
    }
    readAnswer(acceptedShape, response);
    return null;
  });
}
