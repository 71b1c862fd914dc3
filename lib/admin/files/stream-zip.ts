import { once } from "node:events";
import { Readable } from "node:stream";
import type { ReadableStream as WebStream } from "node:stream/web";
import { ZipArchive } from "archiver";
import type { Download } from "./download-files.ts";
import { type FileStore, openFileStore } from "@/lib/engine/file-store.ts";
import { env } from "@/lib/env.ts";
import { attachmentHeaders, safeFileName } from "@/lib/core/attachment-headers.ts";

const BUFFER = 256 * 1024;

/** The files as one zip, read from the store as the client takes it; a client that goes away stops the reading. */
export async function streamZip(download: Download, signal: AbortSignal): Promise<Response> {
  const store = await openFileStore(env());
  const archive = new ZipArchive({ zlib: { level: 6 }, highWaterMark: BUFFER });
  const gone = new AbortController();
  archive.once("close", () => gone.abort());
  signal.addEventListener("abort", () => archive.destroy(), { once: true, signal: gone.signal });
  // A store that cannot be read cuts the connection: the browser then keeps no half file as if it were whole.
  fillArchive(archive, download, store, gone.signal).catch((error: unknown) => {
    if (!gone.signal.aborted)
      archive.destroy(error instanceof Error ? error : new Error("zip failed", { cause: error }));
  });
  return new Response(
    Readable.toWeb(archive) as WebStream<Uint8Array> as ReadableStream<Uint8Array>,
    { headers: attachmentHeaders(`${download.archive}.zip`, "application/zip") },
  );
}

/** One entry after the other: however many files there are, one is open. */
async function fillArchive(
  archive: ZipArchive,
  download: Download,
  store: FileStore,
  gone: AbortSignal,
): Promise<void> {
  const taken = new Set<string>();
  for (const entry of download.entries) {
    gone.throwIfAborted();
    const content = Readable.from(store.open(entry.storageKey), {
      objectMode: false,
      highWaterMark: BUFFER,
      signal: gone,
    });
    content.once("error", (error) => archive.destroy(error));
    const added = once(archive, "entry", { signal: gone });
    archive.append(content, { name: uniqueName(safeFileName(entry.name), taken), date: entry.at });
    await added;
  }
  await archive.finalize();
}

/** Files of different generations may share a name; in a zip each needs its own. */
function uniqueName(name: string, taken: Set<string>): string {
  const [, stem = name, extension = ""] = /^(.+?)(\.[^.]*)?$/.exec(name) ?? [];
  let unique = name;
  for (let copy = 2; taken.has(unique.toLowerCase()); copy++)
    unique = `${stem}-${copy}${extension}`;
  taken.add(unique.toLowerCase());
  return unique;
}
