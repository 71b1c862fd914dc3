import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { findProfile } from "@/db/queries/people/profiles.ts";
import { profiles } from "@/db/schema/people.ts";
import { defineUseCase, notFound, Refusal } from "../define-use-case.ts";
import { rowId } from "../people/person-fields.ts";
import { refuseDuplicate } from "../refuse-duplicate.ts";
import { PROFILE_DUPLICATES } from "./create-profile.ts";
import { requireAdministrator } from "./require-administrator.ts";
import { permissionList, profileName, refuseClientPeople, refuseGrant } from "./profile-input.ts";

/** Adjusts what a profile may do; it holds from each person's next request on. */
export const updateProfile = defineUseCase({
  name: "update-profile",
  permission: "profiles",
  input: z.object({
    id: rowId,
    version: z.number().int(),
    name: profileName,
    permissions: permissionList,
  }),
  async run({ actor, input, tx, audit, now }) {
    refuseClientPeople(actor);
    const before = (await findProfile(tx, input.id, true)) ?? notFound("Perfil não encontrado.");
    if (before.version !== input.version)
      throw new Refusal({
        kind: "conflict",
        message:
          "Outro usuário alterou este perfil enquanto você o editava. Feche, confira e altere novamente.",
      });
    const had = new Set(before.permissions);
    await refuseGrant(
      tx,
      actor,
      input.permissions.filter((permission) => !had.has(permission)),
      before.allOrganizations,
    );
    await refuseDuplicate(PROFILE_DUPLICATES, () =>
      tx
        .update(profiles)
        .set({
          name: input.name,
          permissions: input.permissions,
          version: sql`${profiles.version} + 1`,
          updatedAt: now,
        })
        .where(eq(profiles.id, input.id)),
    );
    await requireAdministrator(tx);
    const has = new Set<string>(input.permissions);
    await audit({
      organizationId: null,
      subjectType: "profile",
      subjectId: input.id,
      summary: `Perfil “${input.name}” alterado`,
      changes: {
        name: before.name === input.name ? undefined : { from: before.name, to: input.name },
        granted: input.permissions.filter((one) => !had.has(one)),
        removed: before.permissions.filter((one) => !has.has(one)),
      },
    });
    return { id: input.id };
  },
});
