import { z } from "zod";
import { listOrganizationNames } from "@/db/queries/people/organizations.ts";
import { defineUseCase } from "../define-use-case.ts";

/**
 * Names of the clients the actor may see, for choosing one: every client for an agent, their own
 * for a client's people.
 */
export const listClientChoices = defineUseCase({
  name: "list-client-choices",
  permission: null,
  input: z.object({}),
  run: ({ tx }) => listOrganizationNames(tx),
});
