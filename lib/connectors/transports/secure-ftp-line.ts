import { isIP } from "node:net";
import { type Client, FTPError } from "basic-ftp";
import { PartnerError } from "@/lib/core/errors.ts";
import { readTlsIdentity } from "./read-tls-identity.ts";
import type { FileServerAddress } from "./types.ts";

/**
 * Makes the control line a TLS line (explicit FTPS) before anything secret is said, and the data
 * lines with it. A server that offers none is refused: nothing falls back to plain text.
 */
export async function secureFtpLine(
  client: Client,
  { host, port, tls }: FileServerAddress,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<void> {
  const options = { ...readTlsIdentity(tls), host, ...(isIP(host) ? {} : { servername: host }) };
  let stop: () => void = () => undefined;
  // While the line changes over nobody else watches it: neither the library's time-out nor its end.
  const lost = new Promise<never>((_, reject) => {
    const give = () => {
      reject(new Error("the line ended before it was secure"));
      client.ftp.socket.destroy();
    };
    client.ftp.socket.once("close", give);
    signal.addEventListener("abort", give, { once: true });
    const timer = setTimeout(give, timeoutMs);
    stop = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", give);
    };
  });
  try {
    await Promise.race([client.useTLS(options), lost]);
  } catch (error) {
    if (!(error instanceof FTPError)) throw error;
    throw new PartnerError(
      "settings",
      `${host}:${port} não aceita conexão segura (FTPS explícito, resposta ${error.code}). Nada foi enviado, nem a senha. Confirme com o parceiro e corrija “Conexão segura” em Configurações.`,
      { cause: error },
    );
  } finally {
    stop();
    lost.catch(() => undefined);
  }
}

/** Whether a server says that it speaks TLS: where it refuses a plain sign-in that may be the reason. */
export async function offersTls(client: Client): Promise<boolean> {
  if (client.closed || client.ftp.hasTLS) return false;
  try {
    const named = await client.features();
    return [...named].some(([word, rest]) => word === "AUTH" && rest.includes("TLS"));
  } catch {
    // It had its say; that it hangs up afterwards changes nothing about the refusal.
    return false;
  }
}
