import type { Database } from "@/db/client.ts";
import {
  findOldEndpointKeys,
  findOldEnvironmentSecrets,
  findOldSecrets,
  findOldVersions,
  replaceEndpointKey,
  replaceEnvironmentSecret,
  replaceSecret,
  replaceVersionSecrets,
  type SealedRow,
} from "@/db/queries/people/ciphertexts.ts";
import { parsePlaceKey } from "@/lib/core/setting-place.ts";
import {
  decryptSecret,
  encryptSecret,
  isOldCiphertext,
  type SecretKey,
  type SecretPlace,
} from "@/lib/secrets.ts";
import { environmentPlace } from "./flows/open-environments.ts";
import { endpointPlace } from "./flows/webhook-endpoints.ts";

const BATCH = 200;

/**
 * Seals again, with the current key, what older keys of ENLACE_KEYS sealed: settings in use, the
 * versions that a restore may need, secrets of environments and keys of webhook addresses.
 * Afterwards an old key can be taken out. Values saved meanwhile win.
 */
export async function renewSecrets(
  db: Database,
  keys: readonly SecretKey[],
  signal: AbortSignal,
): Promise<{ settings: number; versions: number; flows: number }> {
  const current = keys[0];
  if (!current) throw new Error("no key to seal with");
  let settings = 0;
  for (
    let found = await findOldSecrets(db, current.id, BATCH);
    found.length > 0;
    found = await findOldSecrets(db, current.id, BATCH)
  ) {
    for (const secret of found) {
      signal.throwIfAborted();
      if (
        await replaceSecret(
          db,
          secret,
          encryptSecret(keys, secret, decryptSecret(keys, secret, secret.ciphertext)),
        )
      )
        settings += 1;
    }
  }
  const flows =
    (await renewRows(
      keys,
      signal,
      () => findOldEnvironmentSecrets(db, current.id, BATCH),
      ({ organizationId, integrationId, name }) =>
        environmentPlace(organizationId, integrationId, name),
      (row, renewed) => replaceEnvironmentSecret(db, row, renewed),
    )) +
    (await renewRows(
      keys,
      signal,
      () => findOldEndpointKeys(db, current.id, BATCH),
      ({ name, ...row }) => endpointPlace({ ...row, publicId: name }),
      (row, renewed) => replaceEndpointKey(db, row, renewed),
    ));
  let versions = 0;
  for (
    let found = await findOldVersions(db, current.id, BATCH);
    found.length > 0;
    found = await findOldVersions(db, current.id, BATCH)
  ) {
    for (const { secrets, ...place } of found) {
      signal.throwIfAborted();
      await replaceVersionSecrets(
        db,
        place,
        renewAll(keys, place, secrets as Record<string, string>),
      );
      versions += 1;
    }
  }
  return { settings, versions, flows };
}

/** Secrets of environments and keys of webhook addresses, row by row. */
async function renewRows(
  keys: readonly SecretKey[],
  signal: AbortSignal,
  find: () => Promise<SealedRow[]>,
  placeOf: (row: SealedRow) => SecretPlace,
  replace: (row: SealedRow, renewed: string) => Promise<boolean>,
): Promise<number> {
  let renewed = 0;
  for (let found = await find(); found.length > 0; found = await find()) {
    for (const row of found) {
      signal.throwIfAborted();
      if (
        await replace(
          row,
          encryptSecret(keys, placeOf(row), decryptSecret(keys, placeOf(row), row.ciphertext)),
        )
      )
        renewed += 1;
    }
  }
  return renewed;
}

/** A version keeps its ciphertexts by their places. */
function renewAll(
  keys: readonly SecretKey[],
  place: { organizationId: number; integrationId: number },
  secrets: Record<string, string>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(secrets).map(([name, ciphertext]) => {
      const secretPlace = { ...place, ...parsePlaceKey(name) };
      return [
        name,
        isOldCiphertext(keys, ciphertext)
          ? encryptSecret(keys, secretPlace, decryptSecret(keys, secretPlace, ciphertext))
          : ciphertext,
      ];
    }),
  );
}
