import path from "node:path/posix";
import { type Client, type FileInfo, FTPError } from "basic-ftp";
import { type ControlLine, hearControlLine } from "./hear-control-line.ts";

/** A signed-in client, and what is heard of its transfers. */
export interface Heard {
  client: Client;
  line: ControlLine;
}

/**
 * Many servers answer an empty list for a folder that is not there: going there first is what they
 * refuse.
 */
export async function listFtpFolder(
  { client, line }: Heard,
  directory: string,
): Promise<FileInfo[]> {
  const home = await client.pwd();
  await client.cd(directory);
  let found: FileInfo[];
  try {
    found = await client.list();
  } catch (error) {
    throw await hearControlLine(client, line, error);
  }
  await client.cd(home);
  return found;
}

/** Bytes of a file; null when it is not there. */
export async function readFtpSize(heard: Heard, file: string): Promise<number | null> {
  try {
    return await heard.client.size(file);
  } catch (error) {
    if (!(error instanceof FTPError)) throw error;
    if (error.code === 550) return null;
    // Without SIZE the listing has to tell.
    return (
      (await listFtpFolder(heard, path.dirname(file))).find(
        ({ name }) => name === path.basename(file),
      )?.size ?? null
    );
  }
}

/** Not there for certain: servers that hide sizes or listings say nothing of it. */
export async function isGone(heard: Heard, file: string): Promise<boolean> {
  try {
    return (
      (await readFtpSize(heard, file)) === null &&
      !(await listFtpFolder(heard, path.dirname(file))).some(
        ({ name }) => name === path.basename(file),
      )
    );
  } catch (error) {
    if (error instanceof FTPError) return false;
    throw error;
  }
}
