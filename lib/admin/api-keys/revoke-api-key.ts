import { eq } from "drizzle-orm";
import { z } from "zod";
import { apiKeys } from "@/db/schema/people.ts";
import { defineUseCase, notFound, Refusal } from "../define-use-case.ts";
import { rowId } from "../people/person-fields.ts";

/** Ends a key at once and for good. */
export const revokeApiKey = defineUseCase({
  name: "revoke-api-key",
  permission: "organizations",
  input: z.object({ id: rowId }),
  async run({ input, tx, audit, now }) {
    const [key] = await tx.select().from(apiKeys).where(eq(apiKeys.id, input.id)).for("update");
    if (!key) return notFound("Chave não encontrada.");
    if (key.revokedAt)
      throw new Refusal({ kind: "conflict", message: "Esta chave já foi revogada." });
    await tx.update(apiKeys).set({ revokedAt: now }).where(eq(apiKeys.id, input.id));
    await audit({
      organizationId: key.organizationId,
      subjectType: "api-key",
      subjectId: key.id,
      summary: `Chave de API “${key.name}” revogada`,
    });
    return { id: key.id };
  },
});
