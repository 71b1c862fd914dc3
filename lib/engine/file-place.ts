import { createReadStream } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Readable } from "node:stream";
import { Disk } from "flydrive";
import { FSDriver } from "flydrive/drivers/fs";
import type { Env } from "@/lib/env.ts";

/** Nobody else on the machine looks into folders of files. */
export const OWN_FOLDER = 0o700;

/** The part of the environment that says where files are kept. */
export type FileStoreEnv = Pick<
  Env,
  | "FILES_DIR"
  | "S3_BUCKET"
  | "S3_REGION"
  | "S3_ENDPOINT"
  | "S3_ACCESS_KEY_ID"
  | "S3_SECRET_ACCESS_KEY"
>;

/**
 * Where whole files end up. A file is first written under `incoming` on the local disk and then
 * accepted at one stroke.
 */
export interface FilePlace {
  incoming: string;
  /** Takes a finished local file over; afterwards it may or may not be there any more. */
  accept(file: string, key: string, bytes: number): Promise<void>;
  read(key: string): Promise<Readable>;
  has(key: string): Promise<boolean>;
  remove(key: string): Promise<void>;
}

/** A bucket when one is named, else a folder. */
export async function openFilePlace(env: FileStoreEnv): Promise<FilePlace> {
  return env.S3_BUCKET ? openBucket(env, env.S3_BUCKET) : openFolder(path.resolve(env.FILES_DIR));
}

/** Incoming files lie on the same file system as the kept ones, so that taking one over is a rename. */
function openFolder(root: string): FilePlace {
  const disk = new Disk(new FSDriver({ location: root, visibility: "private" }));
  return {
    incoming: path.join(root, ".incoming"),
    accept: async (file, key) => {
      const target = path.join(root, checkKey(key));
      await mkdir(path.dirname(target), { recursive: true, mode: OWN_FOLDER });
      await rename(file, target);
    },
    read: async (key) => disk.getStream(checkKey(key)),
    has: async (key) => disk.exists(checkKey(key)),
    remove: async (key) => disk.delete(checkKey(key)),
  };
}

/**
 * A store other than AWS. The client would send content in frames that carry its checksum: stores
 * that do not know them keep the frames as content, and the file is never read again.
 */
const COMPATIBLE = {
  forcePathStyle: true,
  requestChecksumCalculation: "WHEN_REQUIRED",
  responseChecksumValidation: "WHEN_REQUIRED",
} as const;

async function openBucket(env: FileStoreEnv, bucket: string): Promise<FilePlace> {
  // The client is large and most installations have no bucket.
  const { S3Driver } = await import("flydrive/drivers/s3");
  const credentials =
    env.S3_ACCESS_KEY_ID && env.S3_SECRET_ACCESS_KEY
      ? { accessKeyId: env.S3_ACCESS_KEY_ID, secretAccessKey: env.S3_SECRET_ACCESS_KEY }
      : undefined;
  const disk = new Disk(
    new S3Driver({
      bucket,
      region: env.S3_REGION,
      visibility: "private",
      // Access is the bucket's policy; many compatible stores know no lists.
      supportsACL: false,
      ...(env.S3_ENDPOINT ? { endpoint: env.S3_ENDPOINT, ...COMPATIBLE } : {}),
      ...(credentials ? { credentials } : {}),
    }),
  );
  return {
    incoming: path.join(tmpdir(), "enlace-incoming"),
    // A length known beforehand makes it one request, which the store takes whole or not at all.
    accept: async (file, key, bytes) => {
      await disk.putStream(checkKey(key), createReadStream(file), { contentLength: bytes });
      const kept = (await disk.getMetaData(key)).contentLength;
      if (kept === bytes) return;
      // The local file goes now: what the store has must be it, or nothing.
      await disk.delete(key);
      throw new Error(`the bucket kept ${kept} bytes of ${bytes}: it is not compatible with S3`);
    },
    read: async (key) => disk.getStream(checkKey(key)),
    has: async (key) => disk.exists(checkKey(key)),
    remove: async (key) => disk.delete(checkKey(key)),
  };
}

/** Keys are the hub's own; anything else would be a path of somebody's choice. */
function checkKey(key: string): string {
  if (!/^[a-z0-9-]+(\/[a-z0-9-]+)*(\.[a-z0-9]+)?$/.test(key)) throw new Error("not a storage key");
  return key;
}
