import { Readable } from "node:stream";
import { ZipArchive } from "archiver";

/** One file of a zip; `open` is called when its turn comes. */
export interface ZipEntry {
  name: string;
  open(): AsyncIterable<string | Uint8Array>;
}

const BUFFER = 256 * 1024;

/**
 * A zip (deflate) as a stream, one entry open at a time. `date` goes into every entry: a fixed one makes the
 * same content the same bytes. An entry that fails fails the whole, so that no half zip passes for one.
 */
export async function* zipStream(
  entries: readonly ZipEntry[],
  date: Date,
): AsyncIterable<Uint8Array> {
  const archive = new ZipArchive({ zlib: { level: 6 }, highWaterMark: BUFFER });
  const fail = (error: unknown) =>
    archive.destroy(
      error instanceof Error ? error : new Error("zip entry failed", { cause: error }),
    );
  for (const { name, open } of entries) {
    const content = Readable.from(lazily(open), { objectMode: false, highWaterMark: BUFFER });
    content.once("error", fail);
    archive.append(content, { name, date });
  }
  archive.finalize().catch(fail);
  try {
    for await (const chunk of archive) yield chunk as Uint8Array;
  } finally {
    archive.destroy();
  }
}

/** The archive takes its entries at once and reads them in turn: an entry must not begin before it is read. */
async function* lazily(open: ZipEntry["open"]): AsyncIterable<string | Uint8Array> {
  yield* open();
}
