import {
  listReservationFiles,
  type ReservationFileKind,
  saveReservationFile,
} from "@/db/queries/flows/reservation-files.ts";
import type { StepContext } from "@/lib/engine/flows/define-flow.ts";

/** A file as its list names it. `version` '' or `signed`: a contract signed later is another file. */
export interface FileName {
  id: number;
  version: string;
}

interface Entry {
  sha256: string;
  twinPlace: string | null;
  twinFileId: number | null;
}

/** What is known of the contents of a reservation's files, and which of them are each other's twins. */
export interface FileBook {
  sha256Of(place: string, file: FileName): string | null;
  /** The file of `to` that holds the same, made by us or found; null when none is known. */
  twinIn(to: string, place: string, file: FileName): number | null;
  /** Keeps a content, so that it is not fetched for a comparison again. */
  saveContent(place: string, file: FileName, sha256: string): Promise<void>;
  /** Keeps that two files are one; `made` = the second is ours, and is never copied back. */
  saveTwins(
    source: { place: string; file: FileName; sha256: string },
    twin: { place: string; file: FileName; sha256: string; made: boolean },
  ): Promise<void>;
}

/** Opens the book of one kind of file; every write is the attempt's, and refused once a newer one has the run. */
export async function openFileBook(ctx: StepContext, kind: ReservationFileKind): Promise<FileBook> {
  const of = { organizationId: ctx.organization.id, subjectId: ctx.subject.id, kind };
  const keyOf = (place: string, { id, version }: FileName) => `${place}/${id}/${version}`;
  const entries = new Map<string, Entry>(
    (await listReservationFiles(ctx.db, of)).map((row) => [
      keyOf(row.place, { id: Number(row.fileId), version: row.version }),
      {
        sha256: row.sha256,
        twinPlace: row.twinPlace,
        twinFileId: row.twinFileId === null ? null : Number(row.twinFileId),
      },
    ]),
  );
  const save = (place: string, { id, version }: FileName, entry: Entry & { ours: boolean }) => ({
    row: {
      ...of,
      integrationId: ctx.integrationId,
      place,
      fileId: String(id),
      version,
      ...entry,
      twinFileId: entry.twinFileId === null ? null : String(entry.twinFileId),
    },
    note: () => entries.set(keyOf(place, { id, version }), entry),
  });
  const write = async (changes: ReadonlyArray<ReturnType<typeof save>>) => {
    await ctx.write(async (tx) => {
      for (const { row } of changes) await saveReservationFile(tx, row);
    });
    for (const { note } of changes) note();
  };
  return {
    sha256Of: (place, file) => entries.get(keyOf(place, file))?.sha256 ?? null,
    twinIn: (to, place, file) => {
      const entry = entries.get(keyOf(place, file));
      return entry?.twinPlace === to ? entry.twinFileId : null;
    },
    saveContent: (place, file, sha256) =>
      write([save(place, file, { sha256, twinPlace: null, twinFileId: null, ours: false })]),
    saveTwins: (source, twin) =>
      write([
        save(source.place, source.file, {
          sha256: source.sha256,
          twinPlace: twin.place,
          twinFileId: twin.file.id,
          ours: false,
        }),
        save(twin.place, twin.file, {
          sha256: twin.sha256,
          twinPlace: source.place,
          twinFileId: source.file.id,
          ours: twin.made,
        }),
      ]),
  };
}
