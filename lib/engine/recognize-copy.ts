import type { Database } from "@/db/client.ts";
import {
  suspendIntegrations,
  lockInstance,
  raiseBeat,
  readLastMoment,
  readMarker,
  setNumbersApart,
  revealWrittenRows,
  updateInstance,
} from "@/db/queries/restore/instances.ts";
import type { FileStore } from "./file-store.ts";

/** Where the files' side of the beat lies; one a place for files. */
const BEAT_KEY = "enlace/beat.zst";

/** How this start found the database. */
export interface Recognized {
  /** Integrations that wait from now on; 0 = this is no copy, or none can do anything. */
  held: number;
  copied: boolean;
  /** When the copy was made, as near as it knows. */
  since: Date | null;
}

interface RecognizeOptions {
  db: Database;
  store: Pick<FileStore, "open">;
  /** ENLACE_RESTORED: a word that was not obeyed yet says that this is a copy; `off` that it is none. */
  word?: string | undefined;
  report?: (error: unknown) => void;
}

/**
 * Finds out whether the database was put back from a copy: it stands on another server or under
 * another identity than when it last ran, or what lies beside the files is ahead of it, or somebody
 * says so. Then everything that could send by itself waits, and numbers go on well above those that
 * the original gave out. Before anything else of the process reads or writes.
 */
export async function recognizeCopy({
  db,
  store,
  word,
  report = () => undefined,
}: RecognizeOptions): Promise<Recognized> {
  const marker = await readMarker(db);
  const beside = await readBeat(store, report);
  return db.transaction(async (tx) => {
    const row = await lockInstance(tx, marker);
    const told = word !== undefined && word !== "off" && word !== row.restoredWord;
    const moved = row.marker !== marker;
    // Whether as a copy or as the original that was moved: the other server counts differently.
    if (moved || told) await revealWrittenRows(tx);
    const behind = beside !== null && beside.name === row.name && beside.beat > row.beat;
    if (word === "off" || !(told || moved || behind)) {
      if (moved || behind)
        await updateInstance(tx, { marker, beat: Math.max(row.beat, beside?.beat ?? 0) });
      return { held: 0, copied: false, since: null };
    }
    const since = row.made ? ((await readLastMoment(tx)) ?? row.beatAt) : row.beatAt;
    const epoch = row.epoch + 1;
    const held = await suspendIntegrations(tx, epoch, since);
    await setNumbersApart(tx);
    await updateInstance(tx, {
      marker,
      epoch,
      // From here on this is the line that the files follow.
      beat: Math.max(row.beat, behind ? beside.beat : 0),
      ...(told ? { restoredWord: word } : {}),
    });
    return { held, copied: true, since };
  });
}

/** Says, in the database and then beside the files, that time has passed: never the other way round. */
export async function beat(db: Database, store: Pick<FileStore, "put">): Promise<void> {
  const now = await raiseBeat(db);
  if (!now) return;
  await store.put(BEAT_KEY, once(JSON.stringify({ name: now.name, beat: now.beat })));
}

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}

/** null: nothing lies there, or it cannot be read now, which proves nothing. */
async function readBeat(
  store: Pick<FileStore, "open">,
  report: (error: unknown) => void,
): Promise<{ name: string; beat: number } | null> {
  try {
    const pieces: Uint8Array[] = [];
    for await (const piece of store.open(BEAT_KEY)) pieces.push(piece);
    const read = JSON.parse(Buffer.concat(pieces).toString("utf8")) as {
      name?: unknown;
      beat?: unknown;
    };
    return typeof read.name === "string" && typeof read.beat === "number"
      ? { name: read.name, beat: read.beat }
      : null;
  } catch (error) {
    if (!isAbsent(error)) report(error);
    return null;
  }
}

/** Before the first beat there is nothing to read. The kinds are a folder's and a bucket's. */
function isAbsent(error: unknown): boolean {
  for (let current = error; current instanceof Error; current = current.cause) {
    if ("code" in current && current.code === "ENOENT") return true;
    if (current.name === "NoSuchKey" || current.name === "NotFound") return true;
  }
  return false;
}
