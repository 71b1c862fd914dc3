/**
 * A file comes in parts of this size: what a slow line (15 kB/s) carries within the five minutes that
 * the server gives a request, and all that is lost when the line breaks.
 */
export const PART_BYTES = 4 * 1024 ** 2;

/** The largest file that may be sent. */
export const MAX_UPLOAD_BYTES = 2 * 1024 ** 3;

/** What is answered to each part. */
export interface UploadProgress {
  importId: number;
  /** Bytes that are safe: the next part begins here. */
  received: number;
  done: boolean;
}
