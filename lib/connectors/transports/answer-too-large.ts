import { PartnerError } from "@/lib/core/errors.ts";

/** The answer passed the limit of its request; a caller that fetches documents has more to say about it. */
export class AnswerTooLarge extends PartnerError {
  constructor(maxBytes: number) {
    super(
      "unexpected_shape",
      `A resposta do parceiro passou do limite de ${Math.floor(maxBytes / 1_000_000)} MB.`,
    );
  }
}
