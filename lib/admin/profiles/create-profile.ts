import { z } from "zod";
import { profiles } from "@/db/schema/people.ts";
import { defineUseCase } from "../define-use-case.ts";
import { refuseDuplicate } from "../refuse-duplicate.ts";
import { permissionList, profileName, refuseClientPeople, refuseGrant } from "./profile-input.ts";

/** Sentence for a name that another profile has. */
export const PROFILE_DUPLICATES = {
  profiles_name_unique: { field: "name", message: "Já existe um perfil com este nome." },
};

/** Adds a profile. Whether it sees every client is decided here and never changes: people depend on it. */
export const createProfile = defineUseCase({
  name: "create-profile",
  permission: "profiles",
  input: z.object({
    name: profileName,
    allOrganizations: z.boolean(),
    permissions: permissionList,
  }),
  async run({ actor, input, tx, audit }) {
    refuseClientPeople(actor);
    await refuseGrant(tx, actor, input.permissions, input.allOrganizations);
    const [row] = await refuseDuplicate(PROFILE_DUPLICATES, () =>
      tx.insert(profiles).values(input).returning({ id: profiles.id }),
    );
    if (!row) throw new Error("insert returned no row");
    await audit({
      organizationId: null,
      subjectType: "profile",
      subjectId: row.id,
      summary: `Perfil “${input.name}” cadastrado`,
      changes: { permissions: input.permissions, allOrganizations: input.allOrganizations },
    });
    return row;
  },
});
