import { PartnerError } from "@/lib/core/errors.ts";
import { decryptSecret, keyIdOf, type SecretKey, type SecretPlace } from "@/lib/secrets.ts";

/** How long work waits before it looks again whether its secret opens. */
export const SEALED_WAIT_SECONDS = 300;

/** What is sealed, in words for a person. */
interface Sealed {
  what: string;
  /** Where a new value is typed. */
  where: string;
  /** Keys of the form, where it is a setting. */
  settings?: string[];
}

/**
 * A stored secret does not open here: its key is not among this process's, or it is not the one that
 * sealed it. Nothing about the work itself is wrong, so it waits for the key and never ends for it.
 */
export class SealedSecretError extends PartnerError {
  /** Of the process log: which key is wanted, never where. */
  readonly code: string;
  constructor(sealed: Sealed, keyId: string, keys: readonly SecretKey[], cause: unknown) {
    const { what, where, settings } = sealed;
    const known = keys.some(({ id }) => id === keyId);
    super(
      "settings",
      `${what} não pôde ser decifrado: ${
        known
          ? `a chave “${keyId}” deste servidor não é a que o cifrou`
          : `falta a chave “${keyId}” em ENLACE_KEYS`
      }. O envio aguarda e continua automaticamente quando a chave voltar. Se ela foi perdida, informe o valor novamente em ${where}.`,
      { cause, ...(settings ? { settings } : {}) },
    );
    this.name = "SealedSecretError";
    this.code = `key-${keyId.slice(0, 16)}`;
  }
}

/** The plain text of a sealed secret; throws {@link SealedSecretError}. */
export function openSealed(
  keys: readonly SecretKey[],
  place: SecretPlace,
  ciphertext: string,
  sealed: Sealed,
): string {
  try {
    return decryptSecret(keys, place, ciphertext);
  } catch (cause) {
    throw new SealedSecretError(sealed, keyIdOf(ciphertext), keys, cause);
  }
}
