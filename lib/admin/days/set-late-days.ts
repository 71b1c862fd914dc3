import { z } from "zod";
import { updateLateDays } from "@/db/queries/days/late-days.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { sendsLate } from "@/lib/engine/send-late-days.ts";
import { findConnector } from "@/lib/registry.ts";
import { defineUseCase, Refusal } from "../define-use-case.ts";
import { requireIntegration } from "../tasks/read-operations.ts";

/** The furthest back that late movement is sent by itself. */
const MAX_LATE_DAYS = 30;

/** Whether a type has an operation whose partner replaces a day, so that late movement may go by itself. */
export const maySendLate = (connectorId: string): boolean =>
  Object.values(findConnector(connectorId)?.operations ?? {}).some(sendsLate);

/** Sets how far back an integration sends late movement by itself; 0 = not at all. */
export const setLateDays = defineUseCase({
  name: "set-late-days",
  permission: "edit",
  input: z.object({
    integrationId: z.int().positive(),
    lateDays: z
      .int("Informe um número inteiro de dias.")
      .min(0, "Informe de 0 a 30 dias.")
      .max(MAX_LATE_DAYS, "Informe de 0 a 30 dias."),
  }),
  run: async ({ input, tx, audit }): Promise<{ lateDays: number }> => {
    const target = await requireIntegration(tx, input.integrationId);
    const { lateDays } = input;
    if (lateDays > 0 && !maySendLate(target.connectorId))
      throw new Refusal({
        kind: "refused",
        message:
          "O parceiro deste tipo não substitui um dia enviado novamente. Envie os dias que mudaram pelo plano, depois de combinar com ele.",
      });
    await updateLateDays(tx, target, lateDays);
    await audit({
      organizationId: target.organizationId,
      subjectType: "integration",
      subjectId: target.integrationId,
      summary:
        lateDays === 0
          ? `“${target.description}” não envia mais o movimento atrasado por conta própria`
          : `“${target.description}” envia o movimento atrasado de até ${formatCount(lateDays, "dia", "dias")} por conta própria`,
    });
    return { lateDays };
  },
});
