import { z } from "zod";
import { createAccessPath } from "@/lib/auth/access-links.ts";
import { defineUseCase, Refusal } from "../define-use-case.ts";
import { requireManageable } from "./guard-person.ts";
import { rowId } from "./person-fields.ts";

/** Makes a new one-time link for a lost password. The old password works until the link is used. */
export const createAccessLink = defineUseCase({
  name: "create-access-link",
  permission: "people",
  input: z.object({ id: rowId }),
  async run({ actor, input, tx, audit, now }) {
    const person = await requireManageable(tx, actor, input.id);
    if (!person.active)
      throw new Refusal({
        kind: "refused",
        message: "Reative o usuário antes de criar um novo link.",
      });
    const path = await createAccessPath(tx, person.id, now);
    await audit({
      organizationId: person.organizationId,
      subjectType: "person",
      subjectId: person.id,
      summary: `Novo link de acesso para “${person.name}”`,
    });
    return { path };
  },
});
