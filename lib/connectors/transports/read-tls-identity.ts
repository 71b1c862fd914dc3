import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import type { SecureContextOptions } from "node:tls";
import { PartnerError } from "@/lib/core/errors.ts";
import { readPem } from "./read-pem.ts";
import type { TlsIdentity } from "./types.ts";

/**
 * What a TLS line is made with: verified always, by the authorities of the registration alone where
 * it names some, and never older than 1.2. Throws `settings` for what is no certificate or no key.
 */
export function readTlsIdentity(
  identity: TlsIdentity | undefined,
): SecureContextOptions & { rejectUnauthorized: true } {
  const { authority = "", certificate = "", key = "", passphrase = "" } = identity ?? {};
  return {
    minVersion: "TLSv1.2",
    rejectUnauthorized: true,
    ...(authority.trim() ? { ca: readCertificates(authority, "A autoridade certificadora") } : {}),
    ...(certificate.trim() || key.trim() ? readPair(certificate, key, passphrase) : {}),
  };
}

function readPair(certificate: string, key: string, passphrase: string): SecureContextOptions {
  if (!certificate.trim() || !key.trim())
    throw unreadable(
      "O certificado de cliente e a chave dele vão juntos: falta um dos dois. Preencha-o",
    );
  const chain = readCertificates(certificate, "O certificado de cliente");
  const own = readKey(key, passphrase);
  if (!new X509Certificate(chain[0] ?? "").checkPrivateKey(own))
    throw unreadable("A chave não é a do certificado de cliente. Confira os dois");
  return { cert: chain.join(""), key: own.export({ type: "pkcs8", format: "pem" }) };
}

function readCertificates(text: string, what: string): string[] {
  const blocks = readPem(text).filter(({ label }) => label === "CERTIFICATE");
  try {
    // Parsed one by one: a line of TLS would be set up with the first and be silent about the others.
    for (const block of blocks) void new X509Certificate(block.text);
  } catch {
    blocks.length = 0;
  }
  if (blocks.length === 0)
    throw unreadable(
      `${what}: nenhum certificado pôde ser lido. Informe o texto de -----BEGIN CERTIFICATE----- até o fim`,
    );
  return blocks.map((block) => block.text);
}

function readKey(text: string, passphrase: string): KeyObject {
  try {
    return createPrivateKey({ key: readPem(text)[0]?.text ?? text, passphrase });
  } catch {
    // What the library says of it may quote the key.
    throw unreadable(
      "A chave do certificado de cliente não pôde ser lida. Informe o arquivo inteiro, em PEM, e a senha dela se houver",
    );
  }
}

const unreadable = (what: string) =>
  new PartnerError("settings", `${what}, em Configurações. Nada foi enviado.`);
