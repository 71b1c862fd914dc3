import { once } from "node:events";
import { Readable } from "node:stream";
import type { ReadableStream as WebStream } from "node:stream/web";
import { ZipArchive } from "archiver";
import { formatCount } from "@/lib/core/format-count.ts";
import type { Outcome } from "../define-use-case.ts";
import type { Download } from "./download-files.ts";
import { type FileStore, openFileStore } from "@/lib/engine/file-store.ts";
import { env } from "@/lib/env.ts";
import { attachmentHeaders, safeFileName } from "@/lib/core/attachment-headers.ts";

const BUFFER = 256 * 1024;

/** The entry that says what is not in a zip, and what to do about it. */
const MISSING_LIST = "ARQUIVOS-AUSENTES.txt";

/**
 * The files as one zip, read from the store as the client takes it; a client that goes away stops the
 * reading. A file whose bytes are gone keeps no other back: the zip names it in an entry of its own.
 */
export async function streamZip(
  download: Download,
  signal: AbortSignal,
): Promise<Outcome<Response>> {
  const store = await openFileStore(env());
  if (!(await hasSome(download, store)))
    return {
      ok: false,
      problem: { kind: "refused", message: describeMissing(download.entries.map(nameOf)) },
    };
  const archive = new ZipArchive({ zlib: { level: 6 }, highWaterMark: BUFFER });
  const gone = new AbortController();
  archive.once("close", () => gone.abort());
  signal.addEventListener("abort", () => archive.destroy(), { once: true, signal: gone.signal });
  // A store that cannot be read cuts the connection: the browser then keeps no half file as if it were whole.
  fillArchive(archive, download, store, gone.signal).catch((error: unknown) => {
    if (!gone.signal.aborted)
      archive.destroy(error instanceof Error ? error : new Error("zip failed", { cause: error }));
  });
  return {
    ok: true,
    value: new Response(
      Readable.toWeb(archive) as WebStream<Uint8Array> as ReadableStream<Uint8Array>,
      { headers: attachmentHeaders(`${download.archive}.zip`, "application/zip") },
    ),
  };
}

type Entry = Download["entries"][number];
const nameOf = ({ name }: Entry) => name;

/** Before anything is answered: a zip without a single file is no download. */
async function hasSome({ entries }: Download, store: FileStore): Promise<boolean> {
  for (const { storageKey } of entries) if (await store.has(storageKey)) return true;
  return false;
}

function describeMissing(names: readonly string[]): string {
  const [only = ""] = names;
  return names.length === 1
    ? `O conteúdo de ${only} não está mais no armazenamento do Enlace. Reprocesse a tarefa para gerá-lo novamente.`
    : `O conteúdo destes ${formatCount(names.length, "arquivo", "arquivos")} não está mais no armazenamento do Enlace. Reprocesse a tarefa para gerá-los novamente.`;
}

/** One entry after the other: however many files there are, one is open. */
async function fillArchive(
  archive: ZipArchive,
  download: Download,
  store: FileStore,
  gone: AbortSignal,
): Promise<void> {
  const taken = new Set<string>([MISSING_LIST.toLowerCase()]);
  const missing: string[] = [];
  const append = async (content: Readable | string, name: string, date: Date) => {
    const added = once(archive, "entry", { signal: gone });
    archive.append(content, { name, date });
    await added;
  };
  for (const entry of download.entries) {
    gone.throwIfAborted();
    const name = uniqueName(safeFileName(entry.name), taken);
    if (!(await store.has(entry.storageKey))) {
      missing.push(entry.name);
      continue;
    }
    const content = Readable.from(store.open(entry.storageKey), {
      objectMode: false,
      highWaterMark: BUFFER,
      signal: gone,
    });
    content.once("error", (error) => archive.destroy(error));
    await append(content, name, entry.at);
  }
  if (missing.length > 0)
    await append(
      `${describeMissing(missing)}\r\n\r\n${missing.map((name) => `- ${name}\r\n`).join("")}`,
      MISSING_LIST,
      new Date(),
    );
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
