import { z } from "zod";
import {
  findRegistrationOrganization,
  listActiveOrganizations,
  listConnectorRows,
  listRegistrationBranches,
} from "@/db/queries/integrations/integrations.ts";
import { env } from "@/lib/env.ts";
import { defineUseCase, notFound } from "../define-use-case.ts";
import { type CatalogueEntry, readCatalogueEntry } from "./catalogue.ts";

/** A branch as the section "Filiais" lists it. */
export interface BranchChoice {
  id: number;
  code: string;
  name: string;
  cnpj: string;
  place: string;
  active: boolean;
}

/** What one chooses from when registering. */
export interface RegistrationChoices {
  types: CatalogueEntry[];
  /** Clients to choose from; empty when the person belongs to one. */
  organizations: Array<{ id: number; name: string }>;
  branches: BranchChoice[];
  /** The hub can send e-mail; where it cannot, keys that hold an address say so. */
  sendsMail: boolean;
}

/** The types, the clients and, once a client is known, its branches. */
export const readRegistrationChoices = defineUseCase({
  name: "read-registration-choices",
  permission: "view",
  input: z.object({ organizationId: z.number().int().positive().nullable() }),
  run: async ({ actor, input, tx }): Promise<RegistrationChoices> => {
    const organizationId = input.organizationId ?? actor.organizationId;
    if (organizationId !== null && !(await findRegistrationOrganization(tx, organizationId)))
      notFound("Cliente não encontrado.");
    const branches =
      organizationId === null ? [] : await listRegistrationBranches(tx, organizationId);
    return {
      types: (await listConnectorRows(tx)).map(readCatalogueEntry),
      organizations: actor.organizationId === null ? await listActiveOrganizations(tx) : [],
      branches: branches.map(({ id, code, name, cnpj, city, state, active }) => ({
        id,
        code,
        name,
        cnpj,
        place: `${city}/${state}`,
        active,
      })),
      sendsMail: Boolean(env().SMTP_HOST),
    };
  },
});
