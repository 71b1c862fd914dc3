import { z } from "zod";
import { findApplication, undoApplication } from "@/db/queries/prices/price-applications.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { defineUseCase, notFound, Refusal } from "../define-use-case.ts";

/** Puts back the prices of an application, all but those that somebody changed since. */
export const undoPrices = defineUseCase({
  name: "undo-prices",
  permission: "prices",
  input: z.object({ id: z.int().positive() }),
  async run({ actor, input, tx, audit }): Promise<{ restored: number; kept: number }> {
    const application =
      (await findApplication(tx, input.id, { lock: true })) ??
      notFound("Aplicação não encontrada.");
    if (application.status !== "applied")
      throw new Refusal({
        kind: "conflict",
        message: `Esta aplicação já foi desfeita por ${application.undoneName ?? "outro usuário"}.`,
      });
    const { organizationId, id } = application;
    const undone = await undoApplication(tx, { organizationId, id }, actor.name);
    await audit({
      organizationId,
      subjectType: "price-application",
      subjectId: id,
      summary: `Aplicação ${id} desfeita: ${formatCount(undone.restored, "preço voltou", "preços voltaram")}, ${formatCount(undone.kept, "foi mantido", "foram mantidos")}`,
      changes: { voltaram: undone.restored, ficaram: undone.kept },
    });
    return undone;
  },
});
