import type { SettingReader } from "./define.ts";
import { secret, text } from "./settings.ts";
import type { TlsIdentity } from "./transports/types.ts";

const PEM_LENGTH = 40_000;

/** Whom a line of TLS must be vouched for by, where the partner's certificate is of no public authority. */
export const TLS_AUTHORITY = text("tls_autoridade", "Autoridade certificadora do parceiro", {
  addressee: "detail",
  required: false,
  lines: true,
  maxLength: PEM_LENGTH,
  help: "Só quando o certificado do parceiro não é de uma autoridade pública: o certificado dela em PEM (-----BEGIN CERTIFICATE-----). Preenchida, só ela vale",
});

/** How a REST partner is verified, and the certificate by which it knows the client. */
export const TLS_SETTINGS = [
  TLS_AUTHORITY,
  text("tls_certificado", "Certificado de cliente", {
    required: false,
    lines: true,
    maxLength: PEM_LENGTH,
    help: "Só quando o parceiro exige um certificado do cliente: em PEM, com os intermediários",
  }),
  secret("tls_chave", "Chave do certificado de cliente", {
    required: false,
    lines: true,
    maxLength: PEM_LENGTH,
    help: "Chave privada do certificado de cliente, em PEM",
  }),
  secret("tls_senha_chave", "Senha da chave do certificado", {
    required: false,
    help: "Só quando a chave do certificado é protegida por senha",
  }),
];

/** The settings by which a line of TLS is made. */
export type TlsKey = (typeof TLS_SETTINGS)[number]["key"];

/** The partner's authority and our certificate, as the registration says; undefined when it says nothing. */
export function readTls(settings: Pick<SettingReader<TlsKey>, "text">): TlsIdentity | undefined {
  const identity = {
    authority: settings.text("tls_autoridade"),
    certificate: settings.text("tls_certificado"),
    key: settings.text("tls_chave"),
    passphrase: settings.text("tls_senha_chave"),
  };
  return Object.values(identity).some((value) => value.trim() !== "") ? identity : undefined;
}
