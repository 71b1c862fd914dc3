import type { ConnectorContext } from "../define.ts";
import { host, integer, secret, text, toggle } from "../settings.ts";
import { TLS_AUTHORITY } from "../tls-settings.ts";
import type { FileServerAddress } from "../transports/types.ts";

/** What a partner calls its account; its name stands in the help. */
interface FtpHelp {
  host: string;
  user: string;
  password: string;
}

/** Where a partner's FTP server is, who we are to it, and whether the line is made secure. */
export function ftpSettings(help: FtpHelp) {
  return [
    host("ftp_host", "Servidor FTP", { help: help.host }),
    integer("ftp_porta", "Porta", {
      addressee: "detail",
      defaultValue: "21",
      min: 1,
      max: 65_535,
      help: "Normalmente 21",
    }),
    text("ftp_usuario", "Usuário", { addressee: "detail", help: help.user }),
    secret("ftp_senha", "Senha", { help: help.password }),
    toggle("ftp_seguro", "Conexão segura (FTPS)", {
      addressee: "detail",
      defaultValue: "nao",
      help: "Sim: FTPS explícito, com o certificado do servidor conferido; se o servidor não o oferece, nada é enviado. Não: a senha e os arquivos seguem sem criptografia",
    }),
    TLS_AUTHORITY,
    text("ftp_diretorio", "Diretório", { required: false, help: "Em branco: a raiz do FTP" }),
  ];
}

/** The settings that say where the server is and who we are to it. */
export type FtpKey =
  | "ftp_host"
  | "ftp_porta"
  | "ftp_usuario"
  | "ftp_senha"
  | "ftp_seguro"
  | "tls_autoridade";

/** The server, as its settings say. */
export const ftpAddress = ({ settings }: ConnectorContext<FtpKey>): FileServerAddress => ({
  host: settings.text("ftp_host"),
  port: settings.integer("ftp_porta"),
  user: settings.text("ftp_usuario"),
  password: settings.text("ftp_senha"),
  secure: settings.flag("ftp_seguro"),
  tls: { authority: settings.text("tls_autoridade") },
});

/** A name within the folder of the registration. */
export function ftpPath(ctx: ConnectorContext<"ftp_diretorio">, name: string): string {
  const directory = ctx.settings.text("ftp_diretorio").replace(/\/+$/, "");
  return directory ? `${directory}/${name}` : name;
}
