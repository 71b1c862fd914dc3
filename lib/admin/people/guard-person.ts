import { findPerson, type PersonRecord } from "@/db/queries/people/people.ts";
import { findProfile, type ProfileRecord } from "@/db/queries/people/profiles.ts";
import type { Transaction } from "@/db/client.ts";
import {
  type Actor,
  PERMISSION_LABEL,
  PERMISSIONS,
  type Permission,
} from "@/lib/core/permissions.ts";
import { notFound, Refusal } from "../define-use-case.ts";
import { askForRight } from "../ask-for-right.ts";

/**
 * A permission that the actor lacks and must have to manage whoever has these. Reading personal data is
 * none of them where the person is a client's: the client answers for that data and gives the right
 * to its own people, whom support registers without having it.
 */
export function findLacked(
  actor: Actor,
  of: { permissions: readonly string[]; ofClient: boolean },
): Permission | undefined {
  return PERMISSIONS.find(
    (permission) =>
      of.permissions.includes(permission) &&
      !actor.permissions.has(permission) &&
      !(of.ofClient && permission === "personalData"),
  );
}

/**
 * The person, when the actor may change them: row-level security hides other clients' people, and whoever
 * may do more than the actor stays out of reach, since a new link would make the actor that person.
 */
export async function requireManageable(
  tx: Transaction,
  actor: Actor,
  personId: number,
): Promise<PersonRecord> {
  const person = (await findPerson(tx, personId)) ?? notFound("Usuário não encontrado.");
  const lacked = findLacked(actor, {
    permissions: person.permissions,
    ofClient: person.organizationId !== null,
  });
  if (lacked)
    throw new Refusal({
      kind: "forbidden",
      message: `${person.name} tem a permissão “${PERMISSION_LABEL[lacked].label}”, que o seu perfil não tem. ${askForRight(actor)}`,
    });
  return person;
}

/** The profile, when the actor may give it to somebody of this client (null = of support). */
export async function requireGrantable(
  tx: Transaction,
  actor: Actor,
  profileId: number,
  organizationId: number | null,
): Promise<ProfileRecord> {
  const profile = await findProfile(tx, profileId);
  if (!profile || (profile.allOrganizations && actor.organizationId !== null))
    return invalidProfile("Escolha um perfil da lista.");
  if (profile.allOrganizations !== (organizationId === null)) {
    return invalidProfile(
      profile.allOrganizations
        ? "Este perfil vê todos os clientes e não pode ser de um usuário de um só cliente."
        : "Escolha o cliente deste usuário.",
      profile.allOrganizations ? "profileId" : "organizationId",
    );
  }
  const lacked = findLacked(actor, {
    permissions: profile.permissions,
    ofClient: organizationId !== null,
  });
  return lacked
    ? invalidProfile(
        `Este perfil permite “${PERMISSION_LABEL[lacked].label}”, que o seu próprio perfil não tem.`,
      )
    : profile;
}

function invalidProfile(message: string, field = "profileId"): never {
  throw new Refusal({
    kind: "invalid",
    message: "Confira os campos indicados.",
    fields: { [field]: message },
  });
}
