import path from "node:path/posix";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { SFTPWrapper } from "ssh2";
import { kindOf, PartnerError } from "@/lib/core/errors.ts";
import {
  checkPath,
  MAX_GET_BYTES,
  runOperations,
  takenAway,
  WatchedSource,
} from "./file-operations.ts";
import { reuseSession } from "./reuse-session.ts";
import type { SftpOptions } from "./options.ts";
import { openSshLine, type SshLine } from "./open-ssh-line.ts";
import type { FileSession, SftpTransport } from "./types.ts";

/** How long an upload that was broken off may take to remove what came of it. */
const PARTING_MS = 700;

/** Status codes of SFTP that are told apart; every other one is a plain refusal. */
const NO_SUCH_FILE = 2;
const PERMISSION_DENIED = 3;
const UNSUPPORTED = 8;

/** The SFTP transport of one attempt: one session for consecutive calls to the same address. */
export function createSftp(options: SftpOptions, timeoutSeconds = 30): SftpTransport {
  return reuseSession(options, async (address) => {
    const where = `${address.host}:${address.port}`;
    const run = runOperations(options, `SFTP ${where}`, (error) => describeFailure(error, where));
    const line = await run("entrar", () => openSshLine(address, options, timeoutSeconds * 1000));
    const probe = () =>
      line.within(
        new Promise<void>((resolve, reject) =>
          line.sftp.realpath(".", (error) => (error ? reject(error) : resolve())),
        ),
      );
    return { session: openSession(line, run, where), probe, close: line.close };
  });
}

function openSession(
  line: SshLine,
  run: ReturnType<typeof runOperations>,
  where: string,
): FileSession {
  const { sftp } = line;
  const ask = <Value>(
    start: (done: (error: Error | null | undefined, value?: Value) => void) => void,
  ) =>
    line.within(
      new Promise<Value>((resolve, reject) =>
        start((error, value) => (error ? reject(error) : resolve(value as Value))),
      ),
    );
  const sizeOf = async (file: string): Promise<number | null> => {
    try {
      return (await ask<{ size: number }>((done) => sftp.stat(file, done))).size;
    } catch (error) {
      if (statusOf(error) === NO_SUCH_FILE) return null;
      throw error;
    }
  };
  const removeIfThere = async (file: string): Promise<void> => {
    try {
      await ask<void>((done) => sftp.unlink(file, done));
    } catch (error) {
      if (statusOf(error) !== NO_SUCH_FILE) throw error;
    }
  };
  /** Plain SFTP does not rename over a file that is there; OpenSSH's extension does, and at one stroke. */
  const replace = async (from: string, to: string): Promise<void> => {
    try {
      return await ask<void>((done) => renameAtOnce(sftp, from, to, done));
    } catch (error) {
      if (statusOf(error) !== UNSUPPORTED) throw error;
    }
    // Without the temporary file the one of that name may be its good copy: it must not be removed.
    if ((await sizeOf(from)) === null) throw takenAway(to, where, null);
    await removeIfThere(to);
    await ask<void>((done) => sftp.rename(from, to, done));
  };
  const put = async (file: string, content: AsyncIterable<Uint8Array>): Promise<void> => {
    const temporary = `${file}.tmp`;
    await upload(line, temporary, content, where);
    try {
      await replace(temporary, file);
    } catch (error) {
      if (kindOf(error) === "uncertain") throw error;
      // The new name may stand already, and the partner may have taken the file: look before repeating.
      if (statusOf(error) === null)
        throw new PartnerError(
          "uncertain",
          `A conexão com ${where} caiu ao concluir o envio de ${path.basename(file)}.`,
          { cause: error },
        );
      if (statusOf(error) === NO_SUCH_FILE) throw takenAway(file, where, error);
      throw error;
    }
  };
  return {
    put: (file, content) => run(`enviar ${file}`, () => put(checkPath(file), content)),
    list: (directory) =>
      run(`listar ${directory}`, async () => {
        const entries = await ask<
          Array<{ filename: string; attrs: { size: number; mtime: number; isFile(): boolean } }>
        >((done) => sftp.readdir(checkPath(directory), done as never));
        return entries
          .filter((entry) => entry.attrs.isFile())
          .map(({ filename, attrs }) => ({
            name: filename,
            bytes: attrs.size,
            modifiedAt: attrs.mtime,
          }));
      }),
    get: (file) => run(`baixar ${file}`, () => download(line, checkPath(file))),
    size: (file) => run(`conferir ${file}`, () => sizeOf(checkPath(file))),
    remove: (file) => run(`remover ${file}`, () => removeIfThere(checkPath(file))),
  };
}

function renameAtOnce(
  sftp: SFTPWrapper,
  from: string,
  to: string,
  done: (error: Error | null | undefined) => void,
): void {
  try {
    sftp.ext_openssh_rename(from, to, done);
  } catch {
    // The library throws at once when the server did not announce the extension.
    done(Object.assign(new Error("extension not offered"), { code: UNSUPPORTED }));
  }
}

async function upload(
  line: SshLine,
  file: string,
  content: AsyncIterable<Uint8Array>,
  where: string,
): Promise<void> {
  const source = new WatchedSource();
  async function* alive(): AsyncGenerator<Uint8Array> {
    for await (const chunk of source.read(content)) {
      line.touch();
      yield chunk;
    }
  }
  const target = line.sftp.createWriteStream(file, { flags: "w" });
  line.uploading = true;
  try {
    await line.within(pipeline(Readable.from(alive(), { objectMode: false }), target));
  } catch (error) {
    target.destroy();
    await removeHalf(line, file);
    if (source.failure) throw source.failure.error;
    const status = statusOf(error);
    if (status === null || status === NO_SUCH_FILE || status === PERMISSION_DENIED) throw error;
    throw new PartnerError(
      "rejected",
      `O servidor SFTP ${where} não gravou o arquivo: falta espaço ou a cota acabou. Peça ao parceiro que libere espaço e reprocesse a tarefa.`,
      { cause: error },
    );
  } finally {
    line.uploading = false;
  }
}

/**
 * Half a file takes room that may be lacking, and nobody would ever remove it. That it cannot be
 * removed, or not soon, changes nothing about the failure.
 */
async function removeHalf({ sftp }: SshLine, file: string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await new Promise<void>((resolve) => {
    timer = setTimeout(resolve, PARTING_MS);
    try {
      sftp.unlink(file, () => resolve());
    } catch {
      // The library throws at once on a line that is gone.
      resolve();
    }
  });
  clearTimeout(timer);
}

async function download(line: SshLine, file: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const collect = async (stream: AsyncIterable<Uint8Array>): Promise<void> => {
    for await (const chunk of stream) {
      line.touch();
      size += chunk.length;
      if (size > MAX_GET_BYTES)
        throw new PartnerError(
          "unexpected_shape",
          `${path.basename(file)} passa do limite de ${MAX_GET_BYTES / 1_000_000} MB.`,
        );
      chunks.push(chunk);
    }
  };
  await line.within(pipeline(line.sftp.createReadStream(file), collect));
  return Buffer.concat(chunks);
}

/** The status of an answer that refuses; null when there was no answer. */
function statusOf(error: unknown): number | null {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : null;
  return typeof code === "number" ? code : null;
}

function describeFailure(error: unknown, where: string): PartnerError {
  const status = statusOf(error);
  if (status === NO_SUCH_FILE)
    return new PartnerError(
      "rejected",
      `O servidor SFTP ${where} não tem essa pasta ou arquivo. Confira o caminho em Configurações.`,
      { cause: error },
    );
  if (status === PERMISSION_DENIED)
    return new PartnerError(
      "rejected",
      `O servidor SFTP ${where} negou permissão para esse caminho. Confira a pasta em Configurações.`,
      { cause: error },
    );
  if (status !== null)
    return new PartnerError(
      "rejected",
      `O servidor SFTP ${where} recusou a operação (código ${status}).`,
      { cause: error },
    );
  // No answer: temporary names and renames make every operation harmless to repeat.
  return new PartnerError("unavailable", `${where} deixou de responder ou encerrou a conexão.`, {
    cause: error,
  });
}
