import { createHash, randomBytes } from "node:crypto";
import { z } from "zod";
import { apiKeys } from "@/db/schema/people.ts";
import { API_RIGHTS } from "@/lib/core/api-rights.ts";
import { confirmPassword } from "../account/confirm-password.ts";
import { requireOrganization } from "../branches/branch-input.ts";
import { defineUseCase } from "../define-use-case.ts";
import { rowId } from "../people/person-fields.ts";

const DAY = 86_400_000;

/**
 * Makes a key for a client's own systems. The key itself is in the answer and nowhere else: only
 * its SHA-256 is kept.
 */
export const createApiKey = defineUseCase({
  name: "create-api-key",
  permission: "organizations",
  input: z.object({
    organizationId: rowId.nullable(),
    name: z
      .string()
      .trim()
      .min(1, "Informe para que serve a chave.")
      .max(80, "Use no máximo 80 caracteres."),
    rights: z
      .array(z.enum(API_RIGHTS))
      .min(1, "Escolha ao menos um direito.")
      .transform((chosen) => API_RIGHTS.filter((right) => chosen.includes(right))),
    /** null = does not expire. */
    days: z
      .number()
      .int()
      .min(1, "Informe ao menos 1 dia.")
      .max(1825, "Use no máximo 1.825 dias.")
      .nullable(),
    currentPassword: z.string().min(1, "Informe a sua senha.").max(1000),
  }),
  before: ({ actor, input, db }) =>
    confirmPassword(db, actor, input.currentPassword, "currentPassword"),
  async run({ actor, input, tx, audit, now }) {
    const organizationId = await requireOrganization(tx, actor, input.organizationId);
    const key = `enl_${randomBytes(32).toString("base64url")}`;
    const [row] = await tx
      .insert(apiKeys)
      .values({
        organizationId,
        name: input.name,
        rights: input.rights,
        prefix: key.slice(0, 10),
        hash: createHash("sha256").update(key).digest("hex"),
        createdBy: actor.personId,
        expiresAt: input.days === null ? null : new Date(now.getTime() + input.days * DAY),
      })
      .returning({ id: apiKeys.id });
    if (!row) throw new Error("insert returned no row");
    await audit({
      organizationId,
      subjectType: "api-key",
      subjectId: row.id,
      summary: `Chave de API “${input.name}” criada`,
      changes: { days: input.days, rights: input.rights },
    });
    return { id: row.id, key };
  },
});
