import { createPrivateKey, type KeyObject } from "node:crypto";
import ssh2 from "ssh2";
import { PartnerError } from "@/lib/core/errors.ts";
import { readPem } from "./read-pem.ts";

/**
 * A private key as the SSH library takes it: the formats of OpenSSH, PuTTY and OpenSSL. The
 * library's own words are not passed on, since they may quote the key.
 */
export function readSshKey(text: string, passphrase: string): string | Buffer {
  const [block] = readPem(text);
  const plain = block?.text ?? `${text.trim()}\n`;
  for (const make of [() => plain, () => rewrite(plain, passphrase)]) {
    const key = make();
    if (key === null) continue;
    const parsed = ssh2.utils.parseKey(key, passphrase);
    if (parsed instanceof Error) continue;
    const one = Array.isArray(parsed) ? parsed[0] : parsed;
    if (one?.isPrivateKey()) return key;
    throw unreadable("O que foi informado é uma chave pública. Informe a chave privada do par");
  }
  throw unreadable(
    "A chave privada SSH não pôde ser lida. Informe o arquivo inteiro, no formato OpenSSH, e a senha dela se houver",
  );
}

/** PKCS#8, which the SSH library does not read, as a format that it does; null where it is something else. */
function rewrite(text: string, passphrase: string): string | null {
  let key: KeyObject;
  try {
    key = createPrivateKey({ key: text, passphrase });
  } catch {
    // Not a key that OpenSSL reads: the caller says so.
    return null;
  }
  const type = key.asymmetricKeyType === "rsa" ? "pkcs1" : "sec1";
  return key.asymmetricKeyType === "rsa" || key.asymmetricKeyType === "ec"
    ? key.export({ type, format: "pem" }).toString()
    : null;
}

const unreadable = (what: string) =>
  new PartnerError("settings", `${what}, em Configurações. Nada foi enviado.`);
