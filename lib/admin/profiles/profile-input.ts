import { z } from "zod";
import { listHeldPermissions } from "@/db/queries/people/profiles.ts";
import type { Transaction } from "@/db/client.ts";
import {
  type Actor,
  PERMISSION_LABEL,
  PERMISSIONS,
  type Permission,
} from "@/lib/core/permissions.ts";
import { Refusal } from "../define-use-case.ts";

export const profileName = z
  .string()
  .trim()
  .min(1, "Informe o nome do perfil.")
  .max(80, "Use no máximo 80 caracteres.");
export const permissionList = z
  .array(z.enum(PERMISSIONS))
  .max(PERMISSIONS.length)
  .transform((list) => PERMISSIONS.filter((permission) => list.includes(permission)));

/** What makes no sense for people who see one client only. */
export const AGENT_PERMISSIONS: ReadonlySet<Permission> = new Set(["profiles"]);

/** Profiles concern every client: only people who see them all may adjust them. */
export function refuseClientPeople(actor: Actor): void {
  if (actor.organizationId !== null)
    throw new Refusal({
      kind: "forbidden",
      message: "Perfis são ajustados somente por agentes de suporte.",
    });
}

/**
 * Nobody gives what they lack. A permission that nobody at all holds any more may be given back by
 * whoever adjusts profiles: otherwise it would be lost for good.
 */
export async function refuseGrant(
  tx: Transaction,
  actor: Actor,
  added: readonly Permission[],
  allOrganizations: boolean,
): Promise<void> {
  const misplaced = allOrganizations
    ? undefined
    : added.find((permission) => AGENT_PERMISSIONS.has(permission));
  if (misplaced) {
    const message = `A permissão “${PERMISSION_LABEL[misplaced].label}” é só de perfis que veem todos os clientes.`;
    throw new Refusal({ kind: "invalid", message, fields: { permissions: message } });
  }
  const lacking = added.filter((permission) => !actor.permissions.has(permission));
  if (lacking.length === 0) return;
  const held = await listHeldPermissions(tx);
  const refused = lacking.find((permission) => held.has(permission));
  if (!refused) return;
  const message = `Você não pode conceder “${PERMISSION_LABEL[refused].label}”, que o seu próprio perfil não tem.`;
  throw new Refusal({ kind: "forbidden", message, fields: { permissions: message } });
}
