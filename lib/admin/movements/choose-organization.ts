import { findOrganization } from "@/db/queries/people/organizations.ts";
import type { Transaction } from "@/db/client.ts";
import type { Actor } from "@/lib/core/permissions.ts";
import { notFound, Refusal } from "../define-use-case.ts";

/** The organization a person means: their own, or for an agent the one they chose. Another's does not exist. */
export async function chooseOrganization(
  tx: Transaction,
  actor: Actor,
  organizationId: number | null,
): Promise<number> {
  const chosen = actor.organizationId ?? organizationId;
  if (chosen === null)
    throw new Refusal({
      kind: "invalid",
      message: "Escolha o cliente dono dos movimentos.",
      fields: { organizationId: "Escolha o cliente." },
    });
  if (organizationId !== null && organizationId !== chosen) notFound("Cliente não encontrado.");
  if (!(await findOrganization(tx, chosen))) notFound("Cliente não encontrado.");
  return chosen;
}
