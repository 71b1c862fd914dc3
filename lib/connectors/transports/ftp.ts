import path from "node:path/posix";
import { Readable, Writable } from "node:stream";
import { Client, FTPError } from "basic-ftp";
import { kindOf, PartnerError } from "@/lib/core/errors.ts";
import { isRefused } from "./connection-failure.ts";
import { describeFtpFailure, noSpace } from "./describe-ftp-failure.ts";
import {
  checkPath,
  MAX_GET_BYTES,
  runOperations,
  takenAway,
  WatchedSource,
} from "./file-operations.ts";
import { resolveSafely } from "./guard-address.ts";
import { hearControlLine, spareControlLine } from "./hear-control-line.ts";
import { type Heard, isGone, listFtpFolder, readFtpSize } from "./list-ftp-folder.ts";
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
    const line = spareControlLine(client);
    const abort = () => breakOff(client);
    options.signal.addEventListener("abort", abort, { once: true });
    const close = () => {
      options.signal.removeEventListener("abort", abort);
      client.close();
    };
    const run = runOperations(options, `FTP ${where}`, (error) => describeFtpFailure(error, where));
    try {
      await run("entrar", () => signIn(client, address, options, timeoutSeconds * 1000));
    } catch (error) {
      close();
      throw error;
    }
    return {
      session: openSession({ client, line }, run, where),
      probe: () => client.send("NOOP"),
      close,
    };
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
  if (address.secure) await secureFtpLine(client, address, timeoutMs, options.signal);
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
  const failure = describeFtpFailure(error, `${host}:${port}`);
  if (!(await offersTls(client))) return failure;
  return new PartnerError(
    failure.kind === "auth" || failure.kind === "rejected" ? "auth" : failure.kind,
    `O servidor FTP ${host}:${port} recusou a entrada (${error.code}). Confira usuário e senha. Ele também oferece conexão segura (FTPS): se o parceiro a exige, ligue “Conexão segura” em Configurações.`,
    { cause: error },
  );
}

function openSession(
  heard: Heard,
  run: ReturnType<typeof runOperations>,
  where: string,
): FileSession {
  const { client } = heard;
  return {
    put: (file, content) =>
      run(`enviar ${file}`, () => upload(heard, checkPath(file), content, where)),
    list: (directory) =>
      run(`listar ${directory}`, async () =>
        (await listFtpFolder(heard, checkPath(directory)))
          .filter((entry) => !entry.isDirectory)
          .map(({ name, size }) => ({ name, bytes: size })),
      ),
    get: (file) => run(`baixar ${file}`, () => download(heard, checkPath(file))),
    size: (file) => run(`conferir ${file}`, () => readFtpSize(heard, checkPath(file))),
    remove: (file) =>
      run(`remover ${file}`, async () => {
        try {
          await client.remove(checkPath(file));
        } catch (error) {
          if (
            !(
              error instanceof FTPError &&
              error.code === 550 &&
              (await readFtpSize(heard, file)) === null
            )
          )
            throw error;
        }
      }),
  };
}

async function upload(
  heard: Heard,
  file: string,
  content: AsyncIterable<Uint8Array>,
  where: string,
): Promise<void> {
  const { client, line } = heard;
  const temporary = `${file}.tmp`;
  const source = new WatchedSource();
  const stream = Readable.from(source.read(content), { objectMode: false });
  // At an error of the source the library would close everything, and half a file would stay there.
  const destroy = stream.destroy.bind(stream);
  stream.destroy = () => destroy();
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
    await replace(heard, temporary, file, where);
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

async function replace(heard: Heard, from: string, to: string, where: string): Promise<void> {
  const { client } = heard;
  try {
    await client.rename(from, to);
  } catch (error) {
    // Some servers do not rename over a file that is there.
    if (!(error instanceof FTPError) || (error.code !== 550 && error.code !== 553)) throw error;
    // Without the temporary file the one of that name may be its good copy: it must not be removed.
    if (await isGone(heard, from)) throw takenAway(to, where, error);
    await client.remove(to, true);
    await client.rename(from, to);
  }
}

async function download({ client, line }: Heard, file: string): Promise<Uint8Array> {
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
  try {
    await client.downloadTo(target, file);
  } catch (error) {
    throw await hearControlLine(client, line, error);
  }
  return Buffer.concat(chunks);
}
