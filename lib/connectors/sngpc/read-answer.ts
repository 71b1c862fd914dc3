import { z } from "zod";
import { PartnerError } from "@/lib/core/errors.ts";
import type { Confirmation, Rejection } from "../define.ts";

/** What Anvisa says of a file it received: still deciding, accepted, or why not. */
export type Verdict = Confirmation;

const PARTNER = "A Anvisa";

/**
 * The protocol at the end of the sentence that tells of a reception. Any other sentence is a refusal; what
 * is no sentence at all (a page, markup) is an answer we do not know.
 */
export function readReceipt(answer: string): string {
  const text = unquote(answer).trim();
  const receipt = /([0-9A-Za-z]{20,64})[\s."')]*$/.exec(text)?.[1];
  if (
    receipt !== undefined &&
    (text.length === receipt.length || /recebido com sucesso/i.test(text))
  )
    return receipt;
  if (text === "" || /^[<{[]/.test(text))
    throw new PartnerError(
      "unexpected_shape",
      `${PARTNER} respondeu ao envio em um formato desconhecido.`,
    );
  throw new PartnerError("rejected", `${PARTNER} recusou o arquivo: ${text.slice(0, 500)}`);
}

/** The service answers text that is sometimes a JSON string of it. */
export function unquote(answer: string): string {
  if (!answer.trim().startsWith('"')) return answer;
  try {
    const value: unknown = JSON.parse(answer);
    return typeof value === "string" ? value : answer;
  } catch {
    // A sentence that merely begins with a quotation mark.
    return answer;
  }
}

const descriptions = z
  .union([z.array(z.string()), z.string().transform((one) => (one.trim() === "" ? [] : [one]))])
  .nullish()
  .transform((list) => list ?? []);

/** Fields of the schema's own answer type; both spellings of a name's first letter are in use. */
const status = z.preprocess(
  (value) =>
    typeof value === "object" && value !== null
      ? Object.fromEntries(
          Object.entries(value).map(([name, one]) => [
            name.charAt(0).toLowerCase() + name.slice(1),
            one,
          ]),
        )
      : value,
  z.object({
    validado: z.union([z.string(), z.boolean()]).nullish(),
    dataValidacao: z.string().nullish(),
    dataTransmissao: z.string().nullish(),
    descricaoValidacao: descriptions,
  }),
);

/** Reads what became of a file; throws `unexpected_shape` when that cannot be told. */
export function readStatus(value: unknown, key: string): Verdict {
  const parsed = status.safeParse(value);
  if (
    !parsed.success ||
    (parsed.data.validado == null &&
      parsed.data.dataValidacao == null &&
      parsed.data.dataTransmissao == null)
  )
    throw new PartnerError(
      "unexpected_shape",
      `${PARTNER} respondeu à consulta em um formato desconhecido.`,
    );
  const { validado, descricaoValidacao } = parsed.data;
  const decided =
    typeof validado === "boolean"
      ? validado
        ? "S"
        : "N"
      : (validado ?? "").trim().toUpperCase().charAt(0);
  if (decided === "S") return { status: "done" };
  if (decided !== "N") return { status: "pending" };
  const rejections: Rejection[] = descricaoValidacao.map((message) => ({
    key,
    code: "anvisa",
    message: message.slice(0, 500),
  }));
  return {
    status: "failed",
    detail: rejections[0]
      ? `${PARTNER} não validou o arquivo: ${rejections[0].message}`
      : `${PARTNER} não validou o arquivo e não disse por quê. Consulte-o no SNGPC.`,
    rejections,
  };
}
