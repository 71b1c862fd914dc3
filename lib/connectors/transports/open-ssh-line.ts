import { createHash, timingSafeEqual } from "node:crypto";
import { connect } from "node:net";
import { Client, type SFTPWrapper } from "ssh2";
import { PartnerError } from "@/lib/core/errors.ts";
import { describeConnectionFailure, isRefused } from "./connection-failure.ts";
import { resolveSafely } from "./guard-address.ts";
import type { SftpOptions } from "./options.ts";
import { readSshKey } from "./read-ssh-key.ts";
import type { FileServerAddress } from "./types.ts";

/** The library says in which layer it failed. */
type SshError = Error & { level?: string };

/** A signed-in SSH connection with its SFTP channel. */
export interface SshLine {
  sftp: SFTPWrapper;
  /** Settles like `work`, or rejects when the line breaks, the attempt is aborted, or nothing moves for too long. */
  within<Value>(work: Promise<Value>): Promise<Value>;
  /** Something moved. */
  touch(): void;
  /** While set, an abort ends the waiting but leaves the line open, for whoever still tidies up on it. */
  uploading: boolean;
  close(): void;
}

/** Connects, verifies the host key, signs in, and opens SFTP. */
export async function openSshLine(
  address: FileServerAddress,
  options: SftpOptions,
  timeoutMs: number,
): Promise<SshLine> {
  const where = `${address.host}:${address.port}`;
  const credentials = readCredentials(address);
  const to = await resolveSafely(address.host, address.port, options.allowPrivate, options.signal);
  const client = new Client();
  let foreign: PartnerError | null = null;
  let line: SshLine | null = null;
  let busy = false;
  let end: (error: unknown) => void = () => undefined;
  const broken = new Promise<never>((_resolve, reject) => (end = reject));
  // Nobody may be waiting at the moment the line breaks.
  broken.catch(() => undefined);
  const describe = (error: SshError | null) =>
    foreign
      ? foreign
      : busy || !error
        ? new PartnerError(
            "unavailable",
            `${where} encerrou a conexão; pode estar com conexões demais.`,
            { cause: error },
          )
        : describeSshFailure(error, where);
  client.on("error", (error: SshError) => end(describe(error)));
  client.on("close", () => end(describe(null)));
  const giveUp = (reason: unknown) => {
    end(reason);
    client.destroy();
  };
  const abort = () => {
    end(options.signal.reason);
    if (!line?.uploading) client.destroy();
  };
  /** Runs only while an answer is awaited: a session may lie idle for as long as the connector likes. */
  let timer: NodeJS.Timeout | undefined;
  options.signal.addEventListener("abort", abort, { once: true });
  const close = () => {
    clearTimeout(timer);
    options.signal.removeEventListener("abort", abort);
    client.destroy();
  };
  const within = <Value>(work: Promise<Value>): Promise<Value> => {
    timer = setTimeout(
      () =>
        giveUp(
          new PartnerError(
            "unavailable",
            `${where} não respondeu em ${timeoutMs / 1000} segundos.`,
          ),
        ),
      timeoutMs,
    );
    return Promise.race([work, broken]).finally(() => clearTimeout(timer));
  };

  const ready = new Promise<SFTPWrapper>((resolve, reject) => {
    client.on("keyboard-interactive", (_name, _instructions, _language, prompts, answer) =>
      answer(prompts.map(() => address.password)),
    );
    client.on("ready", () =>
      client.sftp((error, sftp) =>
        error
          ? reject(
              new PartnerError(
                "settings",
                `${where} não oferece SFTP. Confira o endereço e a porta em Configurações.`,
                { cause: error },
              ),
            )
          : resolve(sftp),
      ),
    );
  });
  try {
    // Held back to be joined, small requests of SFTP wait 40 ms each.
    const sock = connect({ host: to.address, port: address.port, noDelay: true });
    // A server with too many connections says so instead of greeting, in words that OpenSSH has fixed.
    sock.once(
      "data",
      (first: Buffer) =>
        (busy = /^(Exceeded MaxStartups|Not allowed at this time)/.test(first.toString("latin1"))),
    );
    client.connect({
      sock,
      username: address.user,
      ...credentials,
      readyTimeout: timeoutMs,
      keepaliveInterval: 10_000,
      hostVerifier: (key: Buffer, verify: (known: boolean) => void) => {
        checkHostKey(address, options, key).then(
          (problem) => {
            foreign = problem;
            verify(problem === null);
          },
          (error: unknown) => giveUp(error),
        );
      },
    });
    const sftp = await within(ready);
    line = { sftp, within, touch: () => void timer?.refresh(), uploading: false, close };
    return line;
  } catch (error) {
    close();
    throw error;
  }
}

/** How we sign in: a key is offered first where there is one, and the password where there is one. */
function readCredentials({ privateKey = "", passphrase = "", password }: FileServerAddress) {
  return {
    ...(privateKey.trim() ? { privateKey: readSshKey(privateKey, passphrase), passphrase } : {}),
    ...(password ? { password, tryKeyboard: true } : {}),
  };
}

/**
 * What is wrong with the server's key; null when it is the one of the registration, the one it was
 * known by, or the first one ever seen of it.
 */
async function checkHostKey(
  address: FileServerAddress,
  { knownHosts }: SftpOptions,
  key: Buffer,
): Promise<PartnerError | null> {
  const { port, hostKey } = address;
  const host = address.host.toLowerCase();
  const digest = createHash("sha256").update(key).digest("base64").replace(/=+$/, "");
  const fingerprint = `SHA256:${digest}`;
  if (hostKey) {
    if (!isPinnedKey(key, hostKey)) return hostKeyChanged(`${host}:${port}`, fingerprint);
    await knownHosts.save(host, port, fingerprint);
    return null;
  }
  const known = await knownHosts.claim(host, port, fingerprint);
  return known === fingerprint ? null : hostKeyChanged(`${host}:${port}`, fingerprint, known);
}

/** Fingerprints come as `SHA256:` and base64, as OpenSSH prints them, or as hexadecimal with or without colons. */
function isPinnedKey(key: Buffer, pinned: string): boolean {
  const actual = createHash("sha256").update(key).digest();
  const hex = pinned.replace(/:/g, "");
  const expected = /^[0-9a-f]{64}$/i.test(hex)
    ? Buffer.from(hex, "hex")
    : Buffer.from(pinned.trim().replace(/^SHA256:/i, ""), "base64");
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

function hostKeyChanged(where: string, fingerprint: string, known?: string): PartnerError {
  const what = known
    ? `A chave de ${where} mudou desde o primeiro uso (era ${known})`
    : `A chave de ${where} não é a cadastrada`;
  return new PartnerError(
    "settings",
    `${what}: o servidor mudou ou outro responde em seu lugar. Nada foi enviado. Pergunte ao parceiro se a impressão digital nova é ${fingerprint}; se for, informe-a em Configurações, na impressão digital do servidor.`,
  );
}

function describeSshFailure(error: SshError, where: string): PartnerError {
  if (error.level === "client-authentication")
    return new PartnerError("auth", `O servidor SFTP ${where} recusou usuário, senha ou chave.`);
  if (error.level === "protocol")
    return new PartnerError("unexpected_shape", `${where} não é um servidor SFTP.`, {
      cause: error,
    });
  if (error.level === "handshake")
    return new PartnerError(
      "settings",
      `${where} e o Enlace não têm um algoritmo de segurança em comum.`,
      { cause: error },
    );
  if (isRefused(error)) return describeConnectionFailure(error, where, false);
  return new PartnerError("unavailable", `${where} deixou de responder ou encerrou a conexão.`, {
    cause: error,
  });
}
