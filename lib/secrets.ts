import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { SettingPlace } from "@/lib/core/setting-place.ts";

/** A key of ENLACE_KEYS. The first one encrypts; every one decrypts, so that keys can be exchanged while running. */
export interface SecretKey {
  id: string;
  key: Buffer;
}

/** What a ciphertext belongs to: moved to another row it no longer opens. */
export interface SecretPlace extends SettingPlace {
  organizationId: number;
  integrationId: number;
}

/** Never to be changed: what is sealed today would not open any more. */
const bind = (place: SecretPlace) =>
  Buffer.from(`${place.organizationId}:${place.integrationId}:${place.key}:${place.branchId}`);

/** AES-256-GCM, as `keyId.iv.tag.ciphertext` in base64url. */
export function encryptSecret(
  keys: readonly SecretKey[],
  place: SecretPlace,
  plain: string,
): string {
  const current = keys[0];
  if (!current) throw new Error("no key to encrypt with");
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", current.key, iv).setAAD(bind(place));
  const body = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  return [
    current.id,
    ...[iv, cipher.getAuthTag(), body].map((part) => part.toString("base64url")),
  ].join(".");
}

/** Throws when the key is gone, the text was altered, or it was moved to another place. */
export function decryptSecret(
  keys: readonly SecretKey[],
  place: SecretPlace,
  ciphertext: string,
): string {
  const [id, iv = "", tag = "", body = ""] = ciphertext.split(".");
  const key = keys.find((candidate) => candidate.id === id);
  if (!key) throw new Error(`the key “${id}” is not among ENLACE_KEYS`);
  const decipher = createDecipheriv("aes-256-gcm", key.key, Buffer.from(iv, "base64url"), {
    authTagLength: 16,
  });
  decipher.setAAD(bind(place)).setAuthTag(Buffer.from(tag, "base64url"));
  return Buffer.concat([
    decipher.update(Buffer.from(body, "base64url")),
    decipher.final(),
  ]).toString("utf8");
}

/** The id of the key that sealed a ciphertext. */
export const keyIdOf = (ciphertext: string): string => ciphertext.split(".", 1)[0] ?? "";

/** Whether a ciphertext was made with a key that is no longer the current one. */
export function isOldCiphertext(keys: readonly SecretKey[], ciphertext: string): boolean {
  return !ciphertext.startsWith(`${keys[0]?.id}.`);
}
