import path from "node:path/posix";
import { Readable, Writable } from "node:stream";
import { Client, FTPError } from "basic-ftp";
import { kindOf, PartnerError } from "@/lib/core/errors.ts";
import { codeOf, describeConnectionFailure, isRefused } from "./connection-failure.ts";
import {
  checkPath,
  MAX_GET_BYTES,
  runOperations,
  takenAway,
  WatchedSource,
} from "./file-operations.ts";
import { resolveSafely } from "./guard-address.ts";
import { hearControlLine, spareControlLine } from "./hear-control-line.ts";
import { reuseSession } from "./reuse-session.ts";
import { offersTls, secureFtpLine } from "./secure-ftp-line.ts";
import type { TransportOptions } from "./options.ts";
import type { FileServerAddress, FileSession, FtpTransport } from "./types.ts";

/** How long an upload that was broken off may take to remove what came of it. */
const PARTING_MS = 700;

/**
 * The FTP transport of one attempt: passive mode, binary, one control connection for consecutive
 * calls to the same address.
 */
export function createFtp(options: TransportOptions, timeoutSeconds = 30): FtpTransport {
  return reuseSession(options, async (address) => {
    const where = `${address.host}:${address.port}`;
    const client = new Client(timeoutSeconds * 1000);
    const abort = () => breakOff(client);
    options.signal.addEventListener("abort", abort, { once: true });
    const close = () => {
      options.signal.removeEventListener("abort", abort);
      client.close();
    };
    const run = runOperations(options, `FTP ${where}`, (error) => describeFailure(error, where));
    try {
      await run("entrar", () => signIn(client, address, options, timeoutSeconds * 1000));
    } catch (error) {
      close();
      throw error;
    }
    return { session: openSession(client, run, where), probe: () => client.send("NOOP"), close };
  });
}

/**
 * Ends what is going on. An upload loses its data line only, so that what came of it can still be
 * removed; the rest follows when that takes too long.
 */
function breakOff(client: Client): void {
  const close = () => client.ftp.closeWithError(new Error("aborted"));
  if (!client.ftp.dataSocket) return close();
  client.ftp.dataSocket.destroy();
  setTimeout(close, PARTING_MS).unref();
}

async function signIn(
  client: Client,
  address: FileServerAddress,
  options: TransportOptions,
  timeoutMs: number,
): Promise<void> {
  const to = await resolveSafely(address.host, address.port, options.allowPrivate, options.signal);
  const greeting = client.connect(to.address, address.port);
  // The library skips lines it cannot read and would wait for a greeting until its time-out.
  client.ftp.socket.once("data", (first: string) => {
    if (!/^\d{3}[ -]/.test(first))
      client.ftp.closeWithError(
        new PartnerError(
          "unexpected_shape",
          `${address.host}:${address.port} não é um servidor FTP.`,
        ),
      );
  });
  await greeting;
  if (address.secure) await secureFtpLine(client, address, timeoutMs);
  await client.sendIgnoringError("OPTS UTF8 ON");
  try {
    await client.login(address.user, address.password);
  } catch (error) {
    throw error instanceof FTPError ? await judgeSignIn(client, error, address) : error;
  }
  await client.useDefaultSettings();
}

/** A server that insists on TLS refuses a plain sign-in by the codes of a wrong password, or any other. */
async function judgeSignIn(
  client: Client,
  error: FTPError,
  { host, port }: FileServerAddress,
): Promise<PartnerError> {
  const failure = describeFailure(error, `${host}:${port}`);
  if (!(await offersTls(client))) return failure;
  return new PartnerError(
    failure.kind === "auth" || failure.kind === "rejected" ? "auth" : failure.kind,
    `O servidor FTP ${host}:${port} recusou a entrada (${error.code}). Confira usuário e senha. Ele também oferece conexão segura (FTPS): se o parceiro a exige, ligue “Conexão segura” em Configurações.`,
    { cause: error },
  );
}

function openSession(
  client: Client,
  run: ReturnType<typeof runOperations>,
  where: string,
): FileSession {
  return {
    put: (file, content) =>
      run(`enviar ${file}`, () => upload(client, checkPath(file), content, where)),
    list: (directory) =>
      run(`listar ${directory}`, async () =>
        (await client.list(checkPath(directory)))
          .filter((entry) => !entry.isDirectory)
          .map(({ name, size }) => ({ name, bytes: size })),
      ),
    get: (file) => run(`baixar ${file}`, () => download(client, checkPath(file))),
    size: (file) => run(`conferir ${file}`, () => sizeOf(client, checkPath(file))),
    remove: (file) =>
      run(`remover ${file}`, async () => {
        try {
          await client.remove(checkPath(file));
        } catch (error) {
          if (
            !(
              error instanceof FTPError &&
              error.code === 550 &&
              (await sizeOf(client, file)) === null
            )
          )
            throw error;
        }
      }),
  };
}

/** Bytes of a file; null when it is not there. */
async function sizeOf(client: Client, file: string): Promise<number | null> {
  try {
    return await client.size(file);
  } catch (error) {
    if (!(error instanceof FTPError)) throw error;
    if (error.code === 550) return null;
    // Without SIZE the listing has to tell.
    return (
      (await client.list(path.dirname(file))).find(({ name }) => name === path.basename(file))
        ?.size ?? null
    );
  }
}

/** Not there for certain: servers that hide sizes or listings say nothing of it. */
async function isGone(client: Client, file: string): Promise<boolean> {
  try {
    return (
      (await sizeOf(client, file)) === null &&
      !(await client.list(path.dirname(file))).some(({ name }) => name === path.basename(file))
    );
  } catch (error) {
    if (error instanceof FTPError) return false;
    throw error;
  }
}

async function upload(
  client: Client,
  file: string,
  content: AsyncIterable<Uint8Array>,
  where: string,
): Promise<void> {
  const temporary = `${file}.tmp`;
  const source = new WatchedSource();
  const stream = Readable.from(source.read(content), { objectMode: false });
  // At an error of the source the library would close everything, and half a file would stay there.
  const destroy = stream.destroy.bind(stream);
  stream.destroy = () => destroy();
  const line = spareControlLine(client);
  try {
    await client.uploadFrom(stream, temporary);
  } catch (error) {
    const verdict = await hearControlLine(client, line, error);
    // Half a file on a disk that is full would stay there; that it cannot go changes no verdict.
    if (!client.closed) await client.remove(temporary, true).catch(() => undefined);
    if (source.failure) throw source.failure.error;
    throw judgeUpload(verdict, source.bytes > 0, `${path.basename(file)} para ${where}`, where);
  }
  try {
    await replace(client, temporary, file, where);
  } catch (error) {
    // The new name may stand already, and the partner may have taken the file: look before repeating.
    if (!(error instanceof FTPError) && kindOf(error) !== "uncertain")
      throw new PartnerError(
        "uncertain",
        `A conexão com ${where} caiu ao concluir o envio de ${path.basename(file)}.`,
        { cause: error },
      );
    throw error;
  }
}

/** What a broken upload comes to: only after its first bytes some answers are about the server's disk. */
function judgeUpload(error: unknown, begun: boolean, what: string, where: string): unknown {
  if (!begun) return error;
  if (error instanceof FTPError) return error.code === 451 ? noSpace(where, error.code) : error;
  return isRefused(error)
    ? error
    : new PartnerError("unavailable", `A conexão caiu durante o envio de ${what}.`, {
        cause: error,
      });
}

function noSpace(where: string, code: number): PartnerError {
  return new PartnerError(
    "rejected",
    `O servidor FTP ${where} não conseguiu gravar o arquivo: está sem espaço ou passou da cota (${code}). Peça ao parceiro que libere espaço e reprocesse a tarefa.`,
  );
}

async function replace(client: Client, from: string, to: string, where: string): Promise<void> {
  try {
    await client.rename(from, to);
  } catch (error) {
    // Some servers do not rename over a file that is there.
    if (!(error instanceof FTPError) || (error.code !== 550 && error.code !== 553)) throw error;
    // Without the temporary file the one of that name may be its good copy: it must not be removed.
    if (await isGone(client, from)) throw takenAway(to, where, error);
    await client.remove(to, true);
    await client.rename(from, to);
  }
}

async function download(client: Client, file: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const target = new Writable({
    write(chunk: Uint8Array, _encoding, done) {
      size += chunk.length;
      chunks.push(chunk);
      done(
        size > MAX_GET_BYTES
          ? new PartnerError(
              "unexpected_shape",
              `${path.basename(file)} passa do limite de ${MAX_GET_BYTES / 1_000_000} MB.`,
            )
          : null,
      );
    },
  });
  await client.downloadTo(target, file);
  return Buffer.concat(chunks);
}

function describeFailure(error: unknown, where: string): PartnerError {
  if (!(error instanceof FTPError)) {
    // Time-outs and drops come without a code. Every operation here may be repeated without harm.
    if (codeOf(error) === "" || codeOf(error) === "0" || isRefused(error))
      return new PartnerError(
        "unavailable",
        `${where} recusou a conexão, deixou de responder ou a encerrou.`,
        { cause: error },
      );
    const failure = describeConnectionFailure(error, where, false);
    return failure;
  }
  const { code } = error;
  if (code === 530 || code === 430 || code === 332 || code === 532)
    return new PartnerError("auth", `O servidor FTP ${where} recusou usuário ou senha (${code}).`);
  if (code === 552 || code === 452) return noSpace(where, code);
  if (code >= 500)
    return new PartnerError(
      "rejected",
      `O servidor FTP ${where} recusou o arquivo ou a pasta (${code}). Confira o caminho e as permissões.`,
    );
  return new PartnerError(
    "unavailable",
    `O servidor FTP ${where} pediu para tentar mais tarde (${code}).`,
  );
}
