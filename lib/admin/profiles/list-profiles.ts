import { pageProfiles } from "@/db/queries/people/profiles.ts";
import type { GridPage } from "@/lib/core/grid.ts";
import { PERMISSIONS, type Permission } from "@/lib/core/permissions.ts";
import { defineUseCase } from "../define-use-case.ts";
import { gridInput } from "../grid-input.ts";
import { refuseClientPeople } from "./profile-input.ts";

/** A profile as the list and its form show it. */
export interface ProfileRow {
  id: number;
  name: string;
  allOrganizations: boolean;
  permissions: Permission[];
  shipped: boolean;
  version: number;
  people: number;
}

/** One page of the screen "Perfis". */
export const listProfiles = defineUseCase({
  name: "list-profiles",
  permission: "profiles",
  input: gridInput<"profiles">(),
  async run({ actor, input, tx }): Promise<GridPage<ProfileRow>> {
    refuseClientPeople(actor);
    const page = await pageProfiles(tx, input);
    return {
      total: page.total,
      rows: page.rows.map((row) => ({
        ...row,
        permissions: PERMISSIONS.filter((permission) => row.permissions.includes(permission)),
      })),
    };
  },
});
