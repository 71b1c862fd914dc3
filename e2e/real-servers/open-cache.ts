import { chmodSync, lstatSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** A folder of this account's own: whatever lies in it is run. */
export function openCache(): string {
  const folder = path.join(tmpdir(), `enlace-real-servers-${process.getuid?.() ?? 0}`);
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const found = lstatSync(folder);
  if (!found.isDirectory() || found.uid !== process.getuid?.() || (found.mode & 0o022) !== 0)
    throw new Error(`${folder} belongs to somebody else`);
  return folder;
}

/** Makes a folder and puts it in place at one stroke, whole or not at all; false when it could not be made. */
export function placeAtOnce(folder: string, make: (folder: string) => boolean): boolean {
  const made = mkdtempSync(`${folder}-`);
  try {
    if (!make(made)) return false;
    // mkdtemp keeps everybody else out; the servers run as another account when we are root.
    chmodSync(made, 0o755);
    try {
      renameSync(made, folder);
    } catch (error) {
      // Another process was faster.
      if (!isError(error, "ENOTEMPTY") && !isError(error, "EEXIST")) throw error;
    }
    return true;
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}

const isError = (error: unknown, code: string) =>
  error instanceof Error && "code" in error && error.code === code;
