import { count, eq } from "drizzle-orm";
import { z } from "zod";
import { findProfile } from "@/db/queries/people/profiles.ts";
import { people, profiles } from "@/db/schema/people.ts";
import { defineUseCase, notFound, Refusal } from "../define-use-case.ts";
import { rowId } from "../people/person-fields.ts";
import { refuseClientPeople } from "./profile-input.ts";
import { formatCount } from "@/lib/core/format-count.ts";

/** Removes a profile that nobody has; the two that ship stay. */
export const removeProfile = defineUseCase({
  name: "remove-profile",
  permission: "profiles",
  input: z.object({ id: rowId }),
  async run({ actor, input, tx, audit }) {
    refuseClientPeople(actor);
    const profile = (await findProfile(tx, input.id, true)) ?? notFound("Perfil não encontrado.");
    if (profile.shipped)
      throw new Refusal({
        kind: "refused",
        message: "Este é um perfil padrão do sistema. Ele pode ser ajustado, mas não removido.",
      });
    const [used] = await tx
      .select({ total: count() })
      .from(people)
      .where(eq(people.profileId, input.id));
    if (used && used.total > 0)
      throw new Refusal({
        kind: "conflict",
        message: `${formatCount(used.total, "usuário usa", "usuários usam")} este perfil. Atribua outro perfil antes de removê-lo.`,
      });
    await tx.delete(profiles).where(eq(profiles.id, input.id));
    await audit({
      organizationId: null,
      subjectType: "profile",
      subjectId: input.id,
      summary: `Perfil “${profile.name}” removido`,
    });
    return { id: input.id };
  },
});
