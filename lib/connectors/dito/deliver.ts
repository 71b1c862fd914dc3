import { z } from "zod";
import { PartnerError } from "@/lib/core/errors.ts";
import type { Delivered, Rejection, StoredFile, TaskContext } from "../define.ts";
import { deliverLines } from "../profiles/deliver-lines.ts";
import type { HttpResponse } from "../transports/types.ts";
import { messageId, RECORD_STATUSES, sendEvent, signUp, type SendKey } from "./call.ts";
import type { DitoReceipt } from "./prepare-receipts.ts";

const CONFLICT = 409;
/** `error` is a text in some answers and an object with a message in others. */
const answerShape = z.looseObject({
  error: z.union([z.string(), z.looseObject({ message: z.string().optional() })]).optional(),
});

/** The refusal an answer holds; null when the record was taken, also by an earlier call. */
function refusalOf(response: HttpResponse): { code: string; message: string } | null {
  const parsed = answerShape.safeParse(response.json());
  if (!parsed.success)
    throw new PartnerError(
      "unexpected_shape",
      "A Dito respondeu em um formato que o Enlace não reconhece.",
    );
  if (response.status === CONFLICT) return null;
  const { error } = parsed.data;
  const refused = RECORD_STATUSES.includes(response.status) || error !== undefined;
  if (!refused) return null;
  return {
    code: String(response.status),
    message: (typeof error === "string" ? error : error?.message) ?? "a Dito recusou os dados.",
  };
}

/**
 * Sends each receipt of the file: the person first, then `comprou`, then its lines. A receipt
 * refused at any of them is listed, the rest goes on.
 */
export function deliverReceipts(ctx: TaskContext<SendKey>, file: StoredFile): Promise<Delivered> {
  return deliverLines(ctx, file, async (line): Promise<Rejection | null> => {
    const receipt = JSON.parse(line) as DitoReceipt;
    const transaction = String(receipt.events[0]?.data.transaction_id ?? "");
    const listed = (
      what: string,
      { code, message }: { code: string; message: string },
    ): Rejection => ({
      key: receipt.key,
      code,
      message: `Cupom ${transaction}, ${what}: ${message}`,
    });
    if (receipt.user_data) {
      const refusal = refusalOf(await signUp(ctx, receipt.id, receipt.user_data));
      if (refusal) return listed("cadastro do cliente", refusal);
    }
    for (const { line: number, ...event } of receipt.events) {
      const refusal = refusalOf(
        await sendEvent(ctx, receipt.id, {
          ...event,
          message_id: messageId(ctx, transaction, number),
        }),
      );
      if (refusal) return listed(event.action, refusal);
    }
    return null;
  });
}
