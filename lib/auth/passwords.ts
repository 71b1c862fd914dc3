import { hash, verify } from "@node-rs/argon2";
import { isCommonPassword } from "./common-passwords.ts";

// OWASP's minimum for argon2id; the parameters are written into every hash, and a hash with others
// is renewed at the next sign-in.
const PARAMETERS = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const PREFIX = `$argon2id$v=19$m=${PARAMETERS.memoryCost},t=${PARAMETERS.timeCost},p=${PARAMETERS.parallelism}$`;

/** Shortest and longest password; the upper end only keeps hashing cheap. */
export const PASSWORD_LENGTH = { min: 8, max: 200 } as const;

/** argon2id, with its parameters in the text. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize("NFC"), PARAMETERS);
}

let unknownPersonHash: Promise<string> | undefined;

/** Whether the password is right. Without a hash it works just as long and says no, so that time tells nothing. */
export async function verifyPassword(
  passwordHash: string | null,
  password: string,
): Promise<boolean> {
  unknownPersonHash ??= hashPassword("nobody has this password");
  const candidate = password.slice(0, PASSWORD_LENGTH.max + 1).normalize("NFC");
  const right = await verify(passwordHash ?? (await unknownPersonHash), candidate);
  return right && passwordHash !== null;
}

/** Whether a hash was made with parameters that are no longer ours. */
export function needsRehash(passwordHash: string): boolean {
  return !passwordHash.startsWith(PREFIX);
}

/** The sentence for a password that may not be chosen, or null. Any characters are welcome; none is required. */
export function refusePassword(
  password: string,
  person: { name?: string; email?: string } = {},
): string | null {
  const length = [...password].length;
  if (length < PASSWORD_LENGTH.min)
    return `Use ao menos ${PASSWORD_LENGTH.min} caracteres; prefira uma frase de 15 ou mais.`;
  if (length > PASSWORD_LENGTH.max) return `Use no máximo ${PASSWORD_LENGTH.max} caracteres.`;
  if (isCommonPassword(password))
    return "Esta senha é muito comum e fácil de adivinhar. Escolha outra.";
  const lower = password.toLowerCase();
  const known = [person.email, person.email?.split("@")[0], person.name].some(
    (text) => text && text.toLowerCase() === lower,
  );
  return known ? "Não use o seu nome ou e-mail como senha." : null;
}
