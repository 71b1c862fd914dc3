import { generateKeyPairSync, type KeyObject } from "node:crypto";
import ssh2 from "ssh2";

/** A private key as people have them, and its line for the server. */
export interface SshKey {
  what: string;
  privateKey: string;
  passphrase: string;
  authorized: string;
}

const PASSPHRASE = "fr@se da chave";

/** Keys of the kinds and formats that people bring. */
export function makeSshKeys(): SshKey[] {
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
  const curve = generateKeyPairSync("ec", { namedCurve: "prime256v1" }).privateKey;
  return [
    makeOpenSsh("Ed25519, OpenSSH", ""),
    makeOpenSsh("Ed25519, OpenSSH, with a passphrase", PASSPHRASE),
    makeOpenSsl("RSA, PEM", rsa, "pkcs1", ""),
    makeOpenSsl("RSA, PKCS#8", rsa, "pkcs8", ""),
    makeOpenSsl("RSA, PKCS#8, with a passphrase", rsa, "pkcs8", PASSPHRASE),
    makeOpenSsl("elliptic curve, PEM", curve, "sec1", ""),
    makeOpenSsl("elliptic curve, PEM, with a passphrase", curve, "sec1", PASSPHRASE),
    makeOpenSsl("elliptic curve, PKCS#8", curve, "pkcs8", ""),
  ];
}

function makeOpenSsh(what: string, passphrase: string): SshKey {
  for (;;) {
    const made = passphrase
      ? ssh2.utils.generateKeyPairSync("ed25519", { passphrase, cipher: "aes256-ctr", rounds: 16 })
      : ssh2.utils.generateKeyPairSync("ed25519");
    // Now and then the library makes a key that its own parser refuses.
    if (ssh2.utils.parseKey(made.private, passphrase) instanceof Error) continue;
    return { what, privateKey: made.private, passphrase, authorized: made.public };
  }
}

function makeOpenSsl(
  what: string,
  key: KeyObject,
  type: "pkcs8" | "pkcs1" | "sec1",
  passphrase: string,
): SshKey {
  const plain = key.asymmetricKeyType === "rsa" ? "pkcs1" : "sec1";
  const parsed = ssh2.utils.parseKey(key.export({ type: plain, format: "pem" }).toString());
  if (parsed instanceof Error) throw parsed;
  const sealed = passphrase ? { cipher: "aes-256-cbc", passphrase } : {};
  return {
    what,
    privateKey: key.export({ type, format: "pem", ...sealed }).toString(),
    passphrase,
    authorized: `${parsed.type} ${parsed.getPublicSSH().toString("base64")}`,
  };
}
