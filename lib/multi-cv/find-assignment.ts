import { maskDocument } from "@/lib/core/documents.ts";
import { formatDay } from "@/lib/core/period.ts";
import { type Assignment, listAssignments } from "./cv/assignments.ts";
import type { CvClient } from "./cv/open-cv.ts";
import { ResourceForbidden } from "./wire/judge-answer.ts";

/** The assignment by which a reservation has the holder that it shows now; null when none is known. */
export async function findAssignment(
  cv: CvClient,
  id: number,
  holder: string,
): Promise<Assignment | null> {
  try {
    const all = await listAssignments(cv, { reservationId: id });
    return all.findLast(({ to }) => to.document !== "" && to.document === holder) ?? null;
  } catch (error) {
    // Not freed for this account: the change is asked about all the same, without its name.
    if (error instanceof ResourceForbidden) return null;
    throw error;
  }
}

/** "Cessão de direitos no Hub em 05/03/2026 (Doação): de ***.456.789-** a ***.111.222-**." */
export function describeAssignment({ day, reason, from, to }: Assignment, where: string): string {
  const when = day === null ? "" : ` em ${formatDay(day)}`;
  const why = reason === "" ? "" : ` (${reason})`;
  return `Cessão de direitos em ${where}${when}${why}: o titular ${maskDocument(from.document) || "anterior"} cedeu a ${maskDocument(to.document)}.`;
}
