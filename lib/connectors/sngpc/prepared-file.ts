import type { Day } from "@/lib/core/period.ts";
import type { PreparedFile } from "../define.ts";

/** A whole message as a file; an empty day has no row and is sent all the same. */
export function toPreparedFile(
  name: string,
  branchId: number,
  day: Day,
  xml: Uint8Array,
  rows: number,
): PreparedFile {
  return {
    name,
    contentType: "application/xml; charset=ISO-8859-1",
    branchId,
    day,
    body: (async function* () {
      yield xml;
    })(),
    rows: () => rows,
  };
}
