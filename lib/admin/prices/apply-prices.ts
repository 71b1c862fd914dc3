import { z } from "zod";
import { writeApplication } from "@/db/queries/prices/price-applications.ts";
import { can } from "@/lib/core/permissions.ts";
import { PRICE_VERDICT_WORDS } from "@/lib/core/price-verdict.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { defineUseCase, Refusal } from "../define-use-case.ts";
import { openScope } from "./price-input.ts";
import { makePlan, planInput } from "./plan-prices.ts";
import { askForRight } from "../ask-for-right.ts";

/** What was done. */
export interface AppliedPrices {
  id: number;
  products: number;
  prices: number;
  branches: number;
}

/**
 * Applies exactly the plan a person agreed to: the prices are held, judged again and compared with the plan's
 * fingerprint, so that of two people who apply at once the second learns that the prices have changed.
 */
export const applyPrices = defineUseCase({
  name: "apply-prices",
  permission: "prices",
  input: planInput.extend({ fingerprint: z.string().length(64) }),
  async run({ actor, input, tx, audit, now }): Promise<AppliedPrices> {
    const { scope, zone } = await openScope(tx, { actor, now }, input);
    if (input.beyondLimits && !can(actor, "pricesBeyondLimits"))
      throw new Refusal({
        kind: "forbidden",
        message: `Seu perfil não permite aplicar preços fora dos limites. ${askForRight(actor)}`,
      });
    // Held first and judged afterwards: what was judged can then not change until it is written.
    await makePlan(tx, scope, input, { lock: true });
    const plan = await makePlan(tx, scope, input, { lock: true });
    if (plan.fingerprint !== input.fingerprint)
      throw new Refusal({
        kind: "conflict",
        message:
          "Os preços ou as sugestões mudaram depois do plano e nada foi aplicado. Confira o plano novamente.",
      });
    if (plan.lines.length === 0)
      throw new Refusal({
        kind: "refused",
        message: "Nenhum preço seria alterado. Nada foi aplicado.",
      });
    const sourceOf = new Map(
      plan.taken.map((row) => [
        row.code,
        { integrationId: row.integrationId, returnedOn: row.returnedOn },
      ]),
    );
    const lines = plan.lines.flatMap((line) => {
      const source = sourceOf.get(line.productCode);
      return source ? [{ ...line, ...source }] : [];
    });
    const products = new Set(lines.map(({ productCode }) => productCode)).size;
    const branches = new Set(lines.map(({ branchId }) => branchId)).size;
    const outside = plan.taken.filter(({ verdict }) => PRICE_VERDICT_WORDS[verdict].beyond).length;
    const id = await writeApplication(
      tx,
      {
        organizationId: scope.organizationId,
        zoneCode: zone.code,
        zoneName: zone.name,
        products,
        prices: lines.length,
        outside,
        personId: actor.personId,
        personName: actor.name,
      },
      lines,
    );
    const words = `${formatCount(lines.length, "preço", "preços")} de ${formatCount(products, "produto", "produtos")} em ${formatCount(branches, "filial", "filiais")} da zona ${zone.name}`;
    await audit({
      organizationId: scope.organizationId,
      subjectType: "price-application",
      subjectId: id,
      summary: `Aplicação ${id}: ${words}`,
      changes: {
        zona: zone.code,
        retornos: `${input.first} a ${input.last}`,
        foraDoLimite: outside,
      },
    });
    return { id, products, prices: lines.length, branches };
  },
});
