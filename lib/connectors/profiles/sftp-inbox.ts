import { createHash } from "node:crypto";
import type { Collected, TaskContext } from "../define.ts";
import { sftpAddress, type SftpKey, sftpPath } from "./sftp-csv.ts";

/** A file the partner left for us. */
export interface Incoming {
  name: string;
  bytes: number;
  content: Uint8Array;
}

/** The settings that say where files are left for us. */
export type InboxKey = SftpKey | "diretorio_retorno";

const memoryOf = (name: string) => `retorno:${name}`.slice(0, 300);

/**
 * Files of the return folder that are meant, each once: name and size of those read are remembered. A person's
 * reprocess reads them again. Yield {@link markRead} once a file's records are out: both become fact together.
 */
export async function* readIncoming(
  ctx: TaskContext<InboxKey>,
  isMeant: (name: string) => boolean,
): AsyncIterable<Incoming> {
  const directory = ctx.settings.text("diretorio_retorno");
  const address = sftpAddress(ctx);
  const found = (await ctx.sftp(address, (session) => session.list(directory)))
    .filter((entry) => isMeant(entry.name))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const read =
    ctx.task.generation > 1
      ? new Map<string, string>()
      : await ctx.state.getMany(found.map((entry) => memoryOf(entry.name)));
  for (const entry of found) {
    ctx.signal.throwIfAborted();
    if (read.get(memoryOf(entry.name))?.startsWith(`${entry.bytes}:`)) continue;
    const content = await ctx.sftp(address, (session) =>
      session.get(sftpPath(directory, entry.name)),
    );
    yield { name: entry.name, bytes: entry.bytes, content };
  }
}

/** Remembers that a file was read: what it held, by its digest, so that a person can tell later. */
export function markRead(file: Incoming): Collected {
  return {
    type: "state",
    key: memoryOf(file.name),
    value: `${file.bytes}:${createHash("sha256").update(file.content).digest("hex")}`,
  };
}
