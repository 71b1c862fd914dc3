/** A file as one side lists it. */
interface Listed {
  id: number;
  version: string;
}

/** What is kept of a file: which file of the other side is its twin. */
interface KnownFile {
  place: string;
  fileId: string;
  version: string;
  twinPlace: string | null;
  twinFileId: string | null;
}

/** The files of one side that the other side does not have. */
export function listFilesAlone<File extends Listed>(
  own: { place: string; files: readonly File[] },
  other: { place: string; files: readonly Listed[] },
  known: readonly KnownFile[],
): File[] {
  const there = new Set(other.files.map(({ id }) => String(id)));
  return own.files.filter(({ id, version }) => {
    const row = known.find(
      (each) => each.place === own.place && each.fileId === String(id) && each.version === version,
    );
    const named =
      row?.twinPlace === other.place && row.twinFileId !== null && there.has(row.twinFileId);
    // Two files of one side may have one twin, which then names the last of them.
    return (
      !named &&
      !known.some(
        (each) =>
          each.place === other.place &&
          there.has(each.fileId) &&
          each.twinPlace === own.place &&
          each.twinFileId === String(id) &&
          each.version === version,
      )
    );
  });
}
