import { z } from "zod";
import { listProfiles } from "@/db/queries/people/profiles.ts";
import { defineUseCase } from "../define-use-case.ts";
import { findLacked } from "./guard-person.ts";

/** The profiles that this person may give to others, for the form and the filter of "Usuários". */
export const listProfileChoices = defineUseCase({
  name: "list-profile-choices",
  permission: "people",
  input: z.object({}),
  async run({ actor, tx }) {
    const all = await listProfiles(tx);
    return all
      .filter((profile) => actor.organizationId === null || !profile.allOrganizations)
      .filter(
        ({ permissions, allOrganizations }) =>
          !findLacked(actor, { permissions, ofClient: !allOrganizations }),
      )
      .map(({ id, name, allOrganizations }) => ({ id, name, allOrganizations }));
  },
});
