import type { Database } from "@/db/client.ts";
import {
  findOldEndpointKeys,
  findOldEnvironmentSecrets,
  findOldLogins,
  findOldSecrets,
  findOldVersions,
  replaceEndpointKey,
  replaceEnvironmentSecret,
  replaceLogin,
  replaceSecret,
  replaceVersionSecrets,
} from "@/db/queries/people/ciphertexts.ts";
import { parsePlaceKey } from "@/lib/core/setting-place.ts";
import {
  decryptSecret,
  encryptSecret,
  isOldCiphertext,
  type SecretKey,
  type SecretPlace,
} from "@/lib/secrets.ts";
import { environmentPlace, loginPlace } from "./flows/open-environments.ts";
import { endpointPlace } from "./flows/webhook-endpoints.ts";

const BATCH = 200;

/** What was sealed anew, and what stays because no key of this process opens it. */
export interface Renewed {
  settings: number;
  versions: number;
  flows: number;
  unopened: number;
}

/**
 * Seals again, with the current key, what older keys of ENLACE_KEYS sealed: settings in use, the
 * versions that a restore may need, secrets of environments and keys of webhook addresses, row by row
 * and past those that do not open. Afterwards an old key can be taken out. Values saved meanwhile win.
 */
export async function renewSecrets(
  db: Database,
  keys: readonly SecretKey[],
  signal: AbortSignal,
): Promise<Renewed> {
  const current = keys[0];
  if (!current) throw new Error("no key to seal with");
  const settings = await renewRows(
    signal,
    (passed) => findOldSecrets(db, current.id, BATCH, passed),
    async (row) => {
      const renewed = sealAgain(keys, row, row.ciphertext);
      return renewed !== null && (await replaceSecret(db, row, renewed));
    },
  );
  const environments = await renewRows(
    signal,
    (passed) => findOldEnvironmentSecrets(db, current.id, BATCH, passed),
    async (row) => {
      const place = environmentPlace(row.organizationId, row.integrationId, row.name);
      const renewed = sealAgain(keys, place, row.ciphertext);
      return renewed !== null && (await replaceEnvironmentSecret(db, row, renewed));
    },
  );
  const logins = await renewRows(
    signal,
    (passed) => findOldLogins(db, current.id, BATCH, passed),
    async (row) => {
      const place = loginPlace(row.organizationId, row.integrationId, row.name, "login");
      const renewed = sealAgain(keys, place, row.ciphertext);
      return renewed !== null && (await replaceLogin(db, row, renewed));
    },
  );
  const endpoints = await renewRows(
    signal,
    (passed) => findOldEndpointKeys(db, current.id, BATCH, passed),
    async ({ name, ...row }) => {
      const renewed = sealAgain(keys, endpointPlace({ ...row, publicId: name }), row.ciphertext);
      return renewed !== null && (await replaceEndpointKey(db, { ...row, name }, renewed));
    },
  );
  const versions = await renewRows(
    signal,
    (passed) => findOldVersions(db, current.id, BATCH, passed),
    async ({ secrets, ...place }) => {
      const before = secrets as Record<string, string>;
      const renewed = renewAll(keys, place, before);
      const whole = Object.values(renewed).every((one) => !isOldCiphertext(keys, one));
      const changed = Object.entries(renewed).some(([name, one]) => one !== before[name]);
      if (changed) await replaceVersionSecrets(db, place, renewed);
      return whole;
    },
  );
  return {
    settings: settings.renewed,
    versions: versions.renewed,
    flows: environments.renewed + logins.renewed + endpoints.renewed,
    unopened: [settings, environments, logins, endpoints, versions].reduce(
      (sum, { passed }) => sum + passed,
      0,
    ),
  };
}

/**
 * Batch after batch until none is left. `renew` says whether the row is done; one that is not stays
 * where it is in the order and is passed over.
 */
async function renewRows<Row>(
  signal: AbortSignal,
  find: (passed: number) => Promise<Row[]>,
  renew: (row: Row) => Promise<boolean>,
): Promise<{ renewed: number; passed: number }> {
  let renewed = 0;
  let passed = 0;
  for (let found = await find(0); found.length > 0; found = await find(passed)) {
    for (const row of found) {
      signal.throwIfAborted();
      if (await renew(row)) renewed += 1;
      else passed += 1;
    }
  }
  return { renewed, passed };
}

/** null when no key of this process opens it. */
function sealAgain(
  keys: readonly SecretKey[],
  place: SecretPlace,
  ciphertext: string,
): string | null {
  let plain: string;
  try {
    plain = decryptSecret(keys, place, ciphertext);
  } catch {
    // Its key is gone, or it was altered: counted by the caller, and said by the process.
    return null;
  }
  return encryptSecret(keys, place, plain);
}

/** A version keeps its ciphertexts by their places; one that does not open stays as it is. */
function renewAll(
  keys: readonly SecretKey[],
  place: { organizationId: number; integrationId: number },
  secrets: Record<string, string>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(secrets).map(([name, ciphertext]) => [
      name,
      isOldCiphertext(keys, ciphertext)
        ? (sealAgain(keys, { ...place, ...parsePlaceKey(name) }, ciphertext) ?? ciphertext)
        : ciphertext,
    ]),
  );
}
