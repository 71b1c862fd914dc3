import {
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
  type Stats,
} from "node:fs";
import path from "node:path";
import ssh2, { type Attributes, type SFTPWrapper } from "ssh2";
import type { FaultSwitch } from "../control/faults.ts";

const { STATUS_CODE, OPEN_MODE } = ssh2.utils.sftp;

interface SessionOptions {
  sftp: SFTPWrapper;
  folder: string;
  faults: FaultSwitch;
  /** Called when a file of /envio has its final name, before the client is told. */
  onFile: (name: string, viaTemporary: boolean) => void;
  /** Cuts the connection without a word. */
  cut: () => void;
}

type Handle =
  | { kind: "file"; descriptor: number; name: string; written: boolean }
  | { kind: "folder"; path: string; listed: boolean };

const attributes = (stats: Stats): Attributes => ({
  mode: stats.mode,
  uid: 0,
  gid: 0,
  size: stats.size,
  atime: Math.floor(stats.atimeMs / 1000),
  mtime: Math.floor(stats.mtimeMs / 1000),
});

/** An answer other than success. */
class Refusal {
  readonly status: number;
  readonly message: string | undefined;
  constructor(status: number, message?: string) {
    this.status = status;
    this.message = message;
  }
}

/** Serves one SFTP session on the folders /envio and /retorno. */
export function serveSession({ sftp, folder, faults, onFile, cut }: SessionOptions): void {
  const handles = new Map<number, Handle>();
  let lastHandle = 0;
  // Clients send many requests at once; answering them one after the other keeps a close behind its writes.
  let turn = Promise.resolve();

  const virtual = (name: string) => path.posix.normalize(`/${name}`).replace(/(.)\/$/, "$1");
  const disk = (name: string) => path.join(folder, virtual(name));
  const existing = (name: string) => {
    if (!existsSync(disk(name))) throw new Refusal(STATUS_CODE.NO_SUCH_FILE);
    return disk(name);
  };
  const mayWrite = (name: string) => {
    if (path.posix.dirname(virtual(name)) !== "/envio")
      throw new Refusal(STATUS_CODE.PERMISSION_DENIED, "Only /envio takes files");
  };
  const handleOf = (buffer: Buffer) => {
    const handle = buffer.length === 4 ? handles.get(buffer.readUInt32BE(0)) : undefined;
    if (!handle) throw new Refusal(STATUS_CODE.FAILURE, "Invalid handle");
    return handle;
  };
  const fileOf = (buffer: Buffer) => {
    const handle = handleOf(buffer);
    if (handle.kind !== "file") throw new Refusal(STATUS_CODE.FAILURE, "Not a file");
    return handle;
  };
  const giveHandle = (id: number, handle: Handle) => {
    const buffer = Buffer.alloc(4);
    buffer.writeUInt32BE(++lastHandle);
    handles.set(lastHandle, handle);
    sftp.handle(id, buffer);
  };
  const isFinal = (name: string) => /\.(csv|ok)$/i.test(name);
  /** A file is complete: the partner reads it, and only then is the client answered, or not. */
  const arrive = (id: number, name: string, viaTemporary: boolean) => {
    if (path.posix.dirname(virtual(name)) === "/envio" && isFinal(name)) {
      onFile(path.posix.basename(virtual(name)), viaTemporary);
      if (name.endsWith(".csv") && faults.take("lose_answer")) return cut();
    }
    sftp.status(id, STATUS_CODE.OK);
  };

  const on = <Values extends unknown[]>(
    event: string,
    work: (id: number, ...values: Values) => void,
  ) =>
    sftp.on(event, (id: number, ...values: Values) => {
      turn = turn.then(async () => {
        await faults.delay();
        try {
          work(id, ...values);
        } catch (error) {
          if (error instanceof Refusal) sftp.status(id, error.status, error.message);
          else sftp.status(id, STATUS_CODE.FAILURE, "Internal failure");
        }
      });
    });

  on("REALPATH", (id, name: string) =>
    sftp.name(id, [
      { filename: virtual(name), longname: virtual(name), attrs: attributes(statSync(folder)) },
    ]),
  );
  for (const event of ["STAT", "LSTAT"])
    on(event, (id, name: string) => sftp.attrs(id, attributes(statSync(existing(name)))));
  on("FSTAT", (id, handle: Buffer) =>
    sftp.attrs(id, attributes(fstatSync(fileOf(handle).descriptor))),
  );
  for (const event of ["SETSTAT", "FSETSTAT"])
    on(event, (id) => void sftp.status(id, STATUS_CODE.OK));
  on("OPENDIR", (id, name: string) => {
    if (!statSync(existing(name)).isDirectory()) throw new Refusal(STATUS_CODE.NO_SUCH_FILE);
    giveHandle(id, { kind: "folder", path: disk(name), listed: false });
  });
  on("READDIR", (id, buffer: Buffer) => {
    const handle = handleOf(buffer);
    if (handle.kind !== "folder") throw new Refusal(STATUS_CODE.FAILURE, "Not a folder");
    if (handle.listed) throw new Refusal(STATUS_CODE.EOF);
    handle.listed = true;
    const entries = readdirSync(handle.path).map((filename) => {
      const stats = statSync(path.join(handle.path, filename));
      const type = stats.isDirectory() ? "drwxr-xr-x" : "-rw-r--r--";
      return {
        filename,
        longname: `${type} 1 parceiro parceiro ${stats.size} Jan 1 00:00 ${filename}`,
        attrs: attributes(stats),
      };
    });
    sftp.name(id, entries);
  });
  on("OPEN", (id, name: string, flags: number) => {
    const writes = (flags & OPEN_MODE.WRITE) !== 0;
    if (writes) {
      mayWrite(name);
      const failing = faults.take("status");
      if (failing) throw new Refusal(failing.status ?? STATUS_CODE.FAILURE, "Failure");
    } else if (statSync(existing(name)).isDirectory())
      throw new Refusal(STATUS_CODE.FAILURE, "Is a directory");
    const mode = !writes ? "r" : flags & OPEN_MODE.TRUNC || !existsSync(disk(name)) ? "w+" : "r+";
    giveHandle(id, { kind: "file", descriptor: openSync(disk(name), mode), name, written: writes });
  });
  on("WRITE", (id, buffer: Buffer, offset: number, data: Buffer) => {
    const handle = fileOf(buffer);
    if (faults.take("disk_full")) throw new Refusal(STATUS_CODE.FAILURE, "No space left on device");
    if (faults.take("drop_midway")) {
      writeSync(handle.descriptor, data, 0, Math.ceil(data.length / 2), offset);
      return cut();
    }
    writeSync(handle.descriptor, data, 0, data.length, offset);
    sftp.status(id, STATUS_CODE.OK);
  });
  on("READ", (id, buffer: Buffer, offset: number, length: number) => {
    const data = Buffer.alloc(Math.min(length, 262_144));
    const size = readSync(fileOf(buffer).descriptor, data, 0, data.length, offset);
    if (size === 0) throw new Refusal(STATUS_CODE.EOF);
    sftp.data(id, data.subarray(0, size));
  });
  on("CLOSE", (id, buffer: Buffer) => {
    const handle = handleOf(buffer);
    handles.delete(buffer.readUInt32BE(0));
    if (handle.kind === "folder") return void sftp.status(id, STATUS_CODE.OK);
    closeSync(handle.descriptor);
    if (handle.written) arrive(id, handle.name, false);
    else sftp.status(id, STATUS_CODE.OK);
  });
  on("RENAME", (id, from: string, to: string) => {
    mayWrite(from);
    mayWrite(to);
    renameSync(existing(from), disk(to));
    arrive(id, to, true);
  });
  on("REMOVE", (id, name: string) => {
    if (!statSync(existing(name)).isFile())
      throw new Refusal(STATUS_CODE.FAILURE, "Is a directory");
    rmSync(disk(name));
    sftp.status(id, STATUS_CODE.OK);
  });
  for (const event of ["MKDIR", "RMDIR", "SYMLINK"])
    on(event, (id) => void sftp.status(id, STATUS_CODE.PERMISSION_DENIED));
  for (const event of ["READLINK", "EXTENDED"])
    on(event, (id) => void sftp.status(id, STATUS_CODE.OP_UNSUPPORTED));
  sftp.on("close", () => {
    for (const handle of handles.values()) if (handle.kind === "file") closeSync(handle.descriptor);
    handles.clear();
  });
}
