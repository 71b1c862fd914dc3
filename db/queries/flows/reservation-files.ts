import { and, eq, sql } from "drizzle-orm";
import type { Queryable } from "../../client.ts";
import { reservationFiles } from "../../schema/reservation-files.ts";

export type ReservationFileRow = typeof reservationFiles.$inferSelect;
export type ReservationFileKind = ReservationFileRow["kind"];

/** The files of a reservation whose content is known, on all sides. */
export async function listReservationFiles(
  db: Queryable,
  of: { organizationId: number; subjectId: number; kind: ReservationFileKind },
): Promise<ReservationFileRow[]> {
  return db
    .select()
    .from(reservationFiles)
    .where(
      and(
        eq(reservationFiles.organizationId, of.organizationId),
        eq(reservationFiles.subjectId, of.subjectId),
        eq(reservationFiles.kind, of.kind),
      ),
    );
}

/** Keeps what a file holds and which file of the other side holds the same; what is ours stays ours. */
export async function saveReservationFile(
  tx: Queryable,
  row: typeof reservationFiles.$inferInsert,
): Promise<void> {
  const { sha256, twinPlace, twinFileId } = row;
  await tx
    .insert(reservationFiles)
    .values(row)
    .onConflictDoUpdate({
      target: [
        reservationFiles.organizationId,
        reservationFiles.subjectId,
        reservationFiles.kind,
        reservationFiles.place,
        reservationFiles.fileId,
        reservationFiles.version,
      ],
      set: {
        sha256,
        twinPlace,
        twinFileId,
        ours: sql`${reservationFiles.ours} or excluded.ours`,
      },
    });
}
