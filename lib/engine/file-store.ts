import type { Env } from "../env.ts";

/** What was stored: size and hash of the content itself, and how much room it takes. */
export interface StoredContent {
  bytes: number;
  sha256: string;
  storedBytes: number;
}

/** Where generated and uploaded files are kept, on disk or in a bucket. Keys are made by {@link storageKey}. */
export interface FileStore {
  /** Streams content in, compressed; either all of it is there afterwards or nothing is. */
  put(key: string, chunks: AsyncIterable<string | Uint8Array>, signal?: AbortSignal): Promise<StoredContent>;
  /** The content as it was given. */
  open(key: string): AsyncIterable<Uint8Array>;
  /** Removing what is not there is no error. */
  remove(key: string): Promise<void>;
}

/** The part of the environment that says where. */
export type FileStoreEnv = Pick<Env, "FILES_DIR" | "S3_BUCKET" | "S3_REGION" | "S3_ENDPOINT" | "S3_ACCESS_KEY_ID" | "S3_SECRET_ACCESS_KEY">;

/** Opens the store the environment names. */
export async function openFileStore(_env: FileStoreEnv): Promise<FileStore> {
  throw new Error("not written yet");
}
