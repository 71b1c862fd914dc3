import { type Actor, can } from "@/lib/core/permissions.ts";
import { findConnector } from "@/lib/registry.ts";
import { askForRight } from "../ask-for-right.ts";

/**
 * What files of an operation tell about people; null when nothing. Of a type that is no longer
 * offered nobody knows any more.
 */
function personalIn(connectorId: string, operation: string): string | null {
  const connector = findConnector(connectorId);
  return connector ? (connector.operations[operation]?.personal ?? null) : "dados de pessoas";
}

/**
 * Why this person may not have the files of an operation, as a sentence; null when they may. A masked copy
 * is not offered: names and addresses cannot be told from other words, so it would promise more than it keeps.
 */
export function withhold(
  actor: Pick<Actor, "permissions" | "organizationId">,
  connectorId: string,
  operation: string,
): string | null {
  const personal = can(actor, "personalData") ? null : personalIn(connectorId, operation);
  return personal === null
    ? null
    : `O arquivo tem ${personal} e o seu perfil não permite baixar dados pessoais. ${askForRight(actor)}`;
}
