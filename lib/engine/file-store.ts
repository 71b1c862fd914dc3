import { createHash, randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { constants, createZstdCompress, createZstdDecompress } from "node:zlib";
import { PartnerError } from "@/lib/core/errors.ts";
import { type FilePlace, type FileStoreEnv, openFilePlace, OWN_FOLDER } from "./file-place.ts";

/** What was stored: size and hash of the content itself, and how much room it takes. */
export interface StoredContent {
  bytes: number;
  sha256: string;
  storedBytes: number;
}

/** Where generated and uploaded files are kept, on disk or in a bucket. Keys come from {@link newStorageKey}. */
export interface FileStore {
  /** Streams content in, compressed; either all of it is there afterwards or nothing is. */
  put(
    key: string,
    chunks: AsyncIterable<string | Uint8Array>,
    signal?: AbortSignal,
  ): Promise<StoredContent>;
  /** The content as it was given. Leaving the loop early closes the source. */
  open(key: string): AsyncIterable<Uint8Array>;
  /** Whether the content is there; false once somebody emptied the folder or the bucket. */
  has(key: string): Promise<boolean>;
  /** Removing what is not there is no error. */
  remove(key: string): Promise<void>;
  /** Removes what a killed process left half-written; returns how many. */
  sweep(olderThan: Date): Promise<number>;
}

/** A key nobody else has; grouped by client, so that a client's files can be moved or erased together. */
export function newStorageKey(
  organizationId: number,
  owner: "tasks" | "imports",
  ownerId: number,
): string {
  return `${organizationId}/${owner}/${ownerId}/${randomUUID()}.zst`;
}

/** Files hold people's purchases and prescriptions: no other account of the machine reads them. */
const OWN_FILE = 0o600;
/** Connectors yield line by line; hashing and compressing want larger pieces. */
const PIECE = 128 * 1024;
const FULL_DISK = new Set(["ENOSPC", "EDQUOT"]);

/** Opens the store that the environment names. */
export async function openFileStore(env: FileStoreEnv): Promise<FileStore> {
  return buildFileStore(await openFilePlace(env));
}

/** The store over a place. zstd at its fastest: measured 2.8 times as fast as gzip at its own, and smaller. */
export function buildFileStore(place: FilePlace): FileStore {
  const put: FileStore["put"] = async (key, chunks, signal) => {
    await mkdir(place.incoming, { recursive: true, mode: OWN_FOLDER });
    const temporary = path.join(place.incoming, randomUUID());
    const hash = createHash("sha256");
    let bytes = 0;
    async function* measured(): AsyncGenerator<Uint8Array> {
      for await (const piece of inPieces(chunks)) {
        bytes += piece.length;
        hash.update(piece);
        yield piece;
      }
    }
    try {
      const compress = createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: 1 } });
      // Flushed to the disk: the row that says this file is there must not outlive a power cut that the file did not.
      const target = createWriteStream(temporary, { flush: true, mode: OWN_FILE });
      await pipeline(
        Readable.from(measured(), { objectMode: false, highWaterMark: 2 * PIECE }),
        compress,
        target,
        signal ? { signal } : {},
      );
      const { size } = await stat(temporary);
      await place.accept(temporary, key, size);
      return { bytes, sha256: hash.digest("hex"), storedBytes: size };
    } catch (error) {
      signal?.throwIfAborted();
      throw isFullDisk(error)
        ? new PartnerError(
            "internal",
            "Disco cheio. Não há espaço para gravar o arquivo gerado. Libere espaço no servidor do Enlace e reprocesse a tarefa.",
            { cause: error },
          )
        : error;
    } finally {
      await rm(temporary, { force: true });
    }
  };

  async function* open(key: string): AsyncGenerator<Uint8Array> {
    const stored = await place.read(key);
    const content = createZstdDecompress();
    // The outcome is seen by whoever reads `content`; this promise only joins the two.
    pipeline(stored, content).catch(() => undefined);
    yield* content as AsyncIterable<Uint8Array>;
  }

  return {
    put,
    open,
    has: (key) => place.has(key),
    remove: (key) => place.remove(key),
    sweep: (olderThan) => sweepIncoming(place.incoming, olderThan),
  };
}

async function* inPieces(chunks: AsyncIterable<string | Uint8Array>): AsyncGenerator<Uint8Array> {
  let text = "";
  for await (const chunk of chunks) {
    if (typeof chunk === "string") {
      text += chunk;
      if (text.length < PIECE) continue;
      yield Buffer.from(text);
      text = "";
    } else {
      if (text !== "") yield Buffer.from(text);
      text = "";
      if (chunk.length > 0) yield chunk;
    }
  }
  if (text !== "") yield Buffer.from(text);
}

/** Libraries in between wrap the error of the system. */
function isFullDisk(error: unknown): boolean {
  for (let current = error; current instanceof Error; current = current.cause) {
    if ("code" in current && FULL_DISK.has(String(current.code))) return true;
  }
  return false;
}

async function sweepIncoming(directory: string, olderThan: Date): Promise<number> {
  await mkdir(directory, { recursive: true, mode: OWN_FOLDER });
  let removed = 0;
  for (const name of await readdir(directory)) {
    const file = path.join(directory, name);
    const { mtime } = await stat(file);
    if (mtime >= olderThan) continue;
    await rm(file, { force: true });
    removed += 1;
  }
  return removed;
}
