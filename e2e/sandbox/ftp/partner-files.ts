import { closeSync, openSync, writeSync } from "node:fs";
import path from "node:path";
import { Writable } from "node:stream";
import { FileSystem, type FtpConnection } from "ftp-srv";

/** What befalls one upload. */
export interface UploadFate {
  /** Everything is swallowed and nothing fits. */
  full: boolean;
  /** Called after half of the first bytes were written, to cut the connections; absent when the upload may end. */
  cut?: () => void;
}

/** The partner's one flat folder; whatever path a client names, the file lands or is found in it. */
export class PartnerFiles extends FileSystem {
  readonly #folder: string;
  readonly #fate: () => UploadFate;

  constructor(connection: FtpConnection, folder: string, fate: () => UploadFate) {
    super(connection, { root: folder, cwd: "/" });
    this.#folder = folder;
    this.#fate = fate;
  }

  override write(fileName: string, { append = false } = {}) {
    const { full, cut } = this.#fate();
    const file = openSync(path.join(this.#folder, path.basename(fileName)), append ? "a" : "w");
    const stream = new Writable({
      write(chunk: Buffer, _encoding, done) {
        if (cut) {
          writeSync(file, chunk, 0, Math.ceil(chunk.length / 2));
          return cut();
        }
        if (!full) writeSync(file, chunk);
        done();
      },
      // ftp-srv answers 226 at `finish`: the file is closed by then.
      final: (done) => done(full ? new Error("Insufficient storage space") : null),
      destroy(error, done) {
        closeSync(file);
        done(error);
      },
    });
    // ftp-srv emits `close` when the data connection ends and leaves the ending of the stream to us.
    stream.once("close", () => stream.end());
    return { stream, clientPath: `/${path.basename(fileName)}` };
  }
}
