import { z } from "zod";
import { readReservationPage } from "./cv/list-reservations.ts";
import type { CvClient } from "./cv/open-cv.ts";
import { type Followed, readById, see, type Seen, type SituationMaps } from "./read-changes.ts";

const LISTS = ["ready", "cancelled", "rescinded", "sold"] as const;
const PAGE = 500;
/** How many lists a whole reading has; what is in none of them comes after them. */
export const NIGHT_LISTS = LISTS.length;

/** Where a whole reading was cut off, as it is stored. */
export const nightMark = z.object({
  /** Which of the lists, and its page. */
  list: z.int().min(0),
  page: z.int().min(1),
  /** Subjects that were not seen yet. */
  rest: z.array(z.int()),
});
export type NightMark = z.output<typeof nightMark>;

interface ReadEverythingOptions {
  followed: readonly Followed[];
  /** Where the last night ended; null = it had read everything. */
  mark: NightMark | null;
  /** Asked before each call: false ends the night. */
  mayGoOn(): Promise<boolean>;
  size?: number;
}

/**
 * Reads all lists, and by its id what is in none of them. The mark that comes back is where the next
 * night goes on; null = everything was read.
 */
export async function readEverything(
  cv: CvClient,
  maps: SituationMaps,
  { followed, mark, mayGoOn, size = PAGE }: ReadEverythingOptions,
): Promise<{ seen: Seen; mark: NightMark | null }> {
  const seen: Seen = new Map();
  const begun = mark === null ? null : new Set(mark.rest);
  const mine = begun ? followed.filter(({ subjectId }) => begun.has(subjectId)) : followed;
  const restFrom = (list: number, page: number): NightMark => ({
    list,
    page,
    rest: mine.filter(({ id }) => !seen.has(id)).map(({ subjectId }) => subjectId),
  });
  for (let list = mark?.list ?? 0; list < LISTS.length; list += 1) {
    const listed = new Set<number>();
    for (let page = list === mark?.list ? mark.page : 1; ; page += 1) {
      if (!(await mayGoOn())) return { seen, mark: restFrom(list, page) };
      const kind = LISTS[list]!;
      // What is over is followed no more; of the rest every part is.
      const whole = kind === "ready" || kind === "sold";
      const filter = { situationId: maps.situationId(kind), ...(whole ? { whole } : {}) };
      const { reservations, last } = await readReservationPage(cv, filter, page, size);
      const before = listed.size;
      for (const one of reservations) {
        see(seen, maps, one, whole);
        listed.add(one.id);
      }
      // Some accounts ignore the page and answer the first one again.
      if (last || listed.size === before) break;
    }
  }
  const unlisted = mine.filter(({ id }) => !seen.has(id));
  const looked = new Set<number>();
  for (const { subjectId, id } of unlisted) {
    if (!(await mayGoOn()))
      return {
        seen,
        mark: {
          list: LISTS.length,
          page: 1,
          rest: unlisted.filter((one) => !looked.has(one.subjectId)).map((one) => one.subjectId),
        },
      };
    await readById(cv, maps, seen, id);
    looked.add(subjectId);
  }
  return { seen, mark: null };
}
