import { createWriteStream } from "node:fs";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/** An upload on this machine's disk, for as long as it is read. */
export interface LocalCopy {
  path: string;
  /** First bytes, to tell what it is. */
  start: Uint8Array;
  release(): Promise<void>;
}

/** Brings an upload out of the store onto disk: a zip's index stands at its end, so it is not read as a stream. */
export async function copyToDisk(
  content: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<LocalCopy> {
  const directory = await mkdtemp(path.join(tmpdir(), "enlace-import-"));
  const release = () => rm(directory, { recursive: true, force: true });
  try {
    const file = path.join(directory, "upload");
    await pipeline(Readable.from(content), createWriteStream(file, { mode: 0o600 }), { signal });
    const handle = await open(file);
    try {
      const { buffer, bytesRead } = await handle.read(new Uint8Array(512), 0, 512, 0);
      return { path: file, start: buffer.subarray(0, bytesRead), release };
    } finally {
      await handle.close();
    }
  } catch (error) {
    await release();
    throw error;
  }
}
