import { pageOrganizations } from "@/db/queries/people/organizations.ts";
import { defineUseCase } from "../define-use-case.ts";
import { gridInput } from "../grid-input.ts";
import { refuseClientPeople } from "./organization-input.ts";

/** One page of the screen "Clientes". */
export const listOrganizations = defineUseCase({
  name: "list-organizations",
  permission: "organizations",
  input: gridInput<"organizations">(),
  async run({ actor, input, tx }) {
    refuseClientPeople(actor);
    return pageOrganizations(tx, input);
  },
});
