import { cleanText } from "@/lib/core/clean-text.ts";
import { PartnerError } from "@/lib/core/errors.ts";
import type { Branch } from "@/lib/core/movement.ts";
import type { TaskContext } from "../define.ts";
import { offerNameShape } from "./offer.ts";

/**
 * Promotions of a branch that cannot be read: each is refused by its name, once however many
 * customers see it, and the others stay. Nothing of the customer in whose showcase it stood is told.
 */
export class StrangeOffers {
  readable = 0;
  readonly #refused = new Set<string>();
  readonly #ctx: TaskContext;
  readonly #branch: Branch;
  constructor(ctx: TaskContext, branch: Branch) {
    this.#ctx = ctx;
    this.#branch = branch;
  }

  refuse(item: unknown, path: readonly PropertyKey[]): void {
    const named = offerNameShape.safeParse(item);
    const field = path.map(String).join(".") || "promoção";
    const name = named.success
      ? `oferta ${cleanText(named.data.promotion.uuid, 60)}`
      : `oferta sem identificação (${field})`;
    if (this.#refused.has(name)) return;
    this.#refused.add(name);
    this.#ctx.refuse({
      branchId: this.#branch.id,
      key: name,
      code: "FORMATO",
      message: `Uma ${name} veio em um formato desconhecido (${field}) e não foi aproveitada. Fale com a Propz e reprocesse a tarefa.`,
    });
  }

  /** When none can be read it is another contract, and no matter of single promotions. */
  judge(): void {
    if (this.readable === 0 && this.#refused.size > 0)
      throw new PartnerError(
        "unexpected_shape",
        "A Propz devolve ofertas em um formato que o Enlace não reconhece.",
      );
  }
}
