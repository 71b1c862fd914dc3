import { z } from "zod";
import { readMaxVariation, writeMaxVariation } from "@/db/queries/prices/price-applications.ts";
import { defineUseCase } from "../define-use-case.ts";
import { chooseOrganization } from "../movements/choose-organization.ts";

/** How far from today's price suggestions of this client may go without an explicit choice. */
export const setMaxVariation = defineUseCase({
  name: "set-max-variation",
  permission: "pricesBeyondLimits",
  input: z.object({
    organizationId: z.int().positive().nullable().default(null),
    percent: z.coerce
      .number()
      .int("Informe um número inteiro.")
      .min(1, "Informe de 1 a 500 por cento.")
      .max(500, "Informe de 1 a 500 por cento."),
  }),
  async run({ actor, input, tx, audit }): Promise<{ percent: number }> {
    const organizationId = await chooseOrganization(tx, actor, input.organizationId);
    const before = await readMaxVariation(tx, organizationId);
    await writeMaxVariation(tx, organizationId, input.percent, actor.name);
    await audit({
      organizationId,
      subjectType: "price-rules",
      subjectId: organizationId,
      summary: `Variação de preço permitida: ${before}% → ${input.percent}%`,
      changes: { antes: before, depois: input.percent },
    });
    return { percent: input.percent };
  },
});
