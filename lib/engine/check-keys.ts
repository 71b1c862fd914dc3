import type { Queryable } from "@/db/client.ts";
import { countSecretsByKey, listSecretsOfKey } from "@/db/queries/people/ciphertexts.ts";
import { decryptSecret, type SecretKey, type SecretPlace } from "@/lib/secrets.ts";
import { environmentPlace } from "./flows/open-environments.ts";
import { endpointPlace } from "./flows/webhook-endpoints.ts";

/**
 * Compares the keys that sealed the stored secrets with this process's own. Returns the sentence of
 * what is wrong, with its remedy, or null: a process that cannot open what is stored must not take
 * work. `lost` names keys that are gone for good, whose secrets will be typed anew.
 */
export async function checkKeys(
  db: Queryable,
  keys: readonly SecretKey[],
  lost: readonly string[] = [],
): Promise<string | null> {
  const used = (await countSecretsByKey(db)).filter(({ keyId }) => !lost.includes(keyId));
  const missing = used.filter(({ keyId }) => !keys.some(({ id }) => id === keyId));
  if (missing.length > 0)
    return `Faltam chaves em ENLACE_KEYS: há credenciais cifradas com ${missing.map(({ keyId, count }) => `“${keyId}” (${count})`).join(", ")}. Acrescente ao fim de ENLACE_KEYS as chaves que este banco usava. Se uma foi perdida, informe o nome dela em ENLACE_LOST_KEYS e digite novamente as credenciais.`;
  for (const { keyId } of used) {
    if (!(await opensAny(db, keys, keyId)))
      return `A chave “${keyId}” de ENLACE_KEYS não é a que cifrou as credenciais deste banco. Use o valor original dela e dê outro nome à chave nova. Se a original foi perdida, informe “${keyId}” em ENLACE_LOST_KEYS e digite novamente as credenciais.`;
  }
  return null;
}

/** Whether the key of this id opens any of a few that it is said to have sealed. */
async function opensAny(
  db: Queryable,
  keys: readonly SecretKey[],
  keyId: string,
): Promise<boolean> {
  const found = await listSecretsOfKey(db, keyId);
  const sealed: Array<[SecretPlace, string]> = [
    ...found.settings.map((row): [SecretPlace, string] => [row, row.ciphertext]),
    ...found.environments.map(
      ({ organizationId, integrationId, name, ciphertext }): [SecretPlace, string] => [
        environmentPlace(organizationId, integrationId, name),
        ciphertext,
      ],
    ),
    ...found.endpoints.map(({ name, ...row }): [SecretPlace, string] => [
      endpointPlace({ ...row, publicId: name }),
      row.ciphertext,
    ]),
  ];
  return sealed.length === 0 || sealed.some(([place, text]) => opens(keys, place, text));
}

function opens(keys: readonly SecretKey[], place: SecretPlace, ciphertext: string): boolean {
  try {
    decryptSecret(keys, place, ciphertext);
    return true;
  } catch {
    return false;
  }
}
